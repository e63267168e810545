"""Putting two records of one person together, and taking that back. Nothing is deleted: rows change their person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, can, check, forget_reach
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce, announce_facts_changed, announced_once, merge_rule_of
from throughgate.people.hanging import Hanging, hanging_models, latest_of, links_between
from throughgate.people.merge_followers import followers
from throughgate.people.models import Merge, MergedRow, Person, PossibleDuplicate, SearchWord
from throughgate.people.rules.merging import Moment, Settled
from throughgate.people.selectors.apart import two_people_words
from throughgate.people.services.details import CHANGEABLE
from throughgate.people.services.searching import index_people
from throughgate.people.services.writing import clean

AT_ONCE: Final = 500
PERSON: Final = Person._meta.label
LATEST: Final = Merge._meta.label  # the one row of this name keeps which rows were written last before the merge
Changes = dict[str, list[Any]]  # field → [before, after]


class CannotMergeError(Exception):
    """Why these two records cannot be put together now, in plain words."""


class CannotUndoError(Exception):
    """Why this merge cannot be undone now, in plain words."""


@transaction.atomic
def merge_people(*, by: User, kept: Person, gone: Person, why: str, from_gone: Collection[str] = ()) -> Merge:
    """Both records are one person's: everything of `gone` moves to `kept`, and its reference leads there from now on.

    `from_gone` names the details (of CHANGEABLE) that are taken from `gone`. Two who do it at once take turns, and the
    second is refused. Raises Hidden, Forbidden, CannotMergeError, ValidationError.
    """
    kept, gone = _lock_both(kept, gone)
    for person in (kept, gone):
        check(by, Action.MERGE, person)
    _check_both_stand(kept, gone)
    if apart := two_people_words(by, kept, gone, today()):
        raise CannotMergeError(apart)
    if unknown := set(from_gone) - set(CHANGEABLE):
        raise ValueError(f"Not details of a person: {', '.join(sorted(unknown))}")
    merge = Merge.objects.create(kept=kept, gone=gone, by=by, why=why.strip())
    rows = _Rows(merge)
    moment = Moment(timezone.now(), today(), by)
    with announced_once():
        every = list(hanging_models())
        rows.keep(LATEST, (), {merge.pk: latest_of(every)})
        for hanging in every:
            _bring_over(hanging, rows, moment)
        for label, follower in followers().items():
            rows.keep(label, (), follower.along(kept, gone, moment.at))
        _lead_on(rows)
        _take_details(by, rows, from_gone)
        _follow(by, merge, "person.merged", "records-merged", "Two records of this person were put together", kept)
        announce_facts_changed(gone)
    return merge


@transaction.atomic
def undo_merge(*, by: User, merge: Merge, because: str) -> Merge:
    """They were two people after all. What came from the record that went goes back to it; what was written since stays
    with the other, unless it hangs on something that goes back.

    Raises Hidden, Forbidden, CannotUndoError.
    """
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept, gone = _lock_both(Person.everyone.get(pk=merge.kept_id), Person.everyone.get(pk=merge.gone_id))
    check(by, Action.MERGE, kept)
    if not can(by, Action.MERGE, gone):
        raise Forbidden(Action.MERGE)
    _check_can_be_undone(merge, kept)
    merge.undone_at, merge.undone_by, merge.undone_because = timezone.now(), by, because.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undone_because"])
    with announced_once():
        _give_back(merge)
        _let_followers_back(merge)
        _stand_alone(merge)
        _give_details_back(by, merge)
        kept.refresh_from_db(from_queryset=Person.everyone.select_related("site"))
        gone.refresh_from_db(from_queryset=Person.everyone.select_related("site"))
        merge.kept, merge.gone = kept, gone
        words = "Two records that were put together were taken apart again"
        _follow(by, merge, "person.unmerged", "merge-undone", words, kept, gone)
    return merge


def _lock_both(one: Person, other: Person) -> tuple[Person, Person]:
    """Fresh and locked, always in the same order, so that two merges of one person wait and do not block each other."""
    rows = Person.everyone.select_for_update(of=("self",)).select_related("site").order_by("pk")
    found = {person.pk: person for person in rows.filter(pk__in=[one.pk, other.pk])}
    return found[one.pk], found[other.pk]


def _check_both_stand(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk:
        raise CannotMergeError("This is one and the same record. Choose another one.")
    if kept.merged_into_id or gone.merged_into_id:
        raise CannotMergeError(
            "One of these records was put together with another in the meantime. Open the people again and look."
        )


def _check_can_be_undone(merge: Merge, kept: Person) -> None:
    if merge.undone_at is not None:
        raise CannotUndoError("Somebody else has already taken these records apart.")
    people = (merge.kept_id, merge.gone_id)
    later = Merge.objects.filter(Q(kept__in=people) | Q(gone__in=people), undone_at__isnull=True, pk__gt=merge.pk)
    if kept.merged_into_id or later.exists():
        raise CannotUndoError("One of these records was put together with a third one since. Take that apart first.")


class _Rows:
    """What a merge moved and changed, as it is kept for an undo."""

    def __init__(self, merge: Merge) -> None:
        self.merge, self.kept, self.gone = merge, merge.kept, merge.gone

    def keep(self, label: str, moved: Iterable[int], changes: Mapping[int, Mapping[str, Any]] | None = None) -> None:
        changes = changes or {}
        moved = set(moved)
        MergedRow.objects.bulk_create(
            [
                MergedRow(merge=self.merge, model=label, row_id=pk, moved=pk in moved, changes=changes.get(pk, {}))
                for pk in sorted(moved | changes.keys())
            ],
            batch_size=AT_ONCE,
            ignore_conflicts=True,  # an undo may take along a row that the merge itself only changed
        )


def _bring_over(hanging: Hanging, rows: _Rows, moment: Moment) -> None:
    """Settle what cannot stand side by side, write down what moves, and move it: the ledger's trigger wants it so."""
    coming = list(hanging.of(rows.gone.pk).order_by().values_list("pk", flat=True))
    if not coming:
        return
    settled = _settle(hanging, rows, moment)
    moving = [pk for pk in coming if pk not in settled.stays]
    rows.keep(hanging.label, moving, _write_changes(hanging, settled.changes))
    _move(hanging, moving, rows.kept.pk)


def _settle(hanging: Hanging, rows: _Rows, moment: Moment) -> Settled:
    rule = merge_rule_of(hanging.model)
    if rule is None:
        return Settled()
    kept, gone = (list(hanging.of(person.pk).order_by("pk")) for person in (rows.kept, rows.gone))
    return rule.settle(kept, gone, moment) if kept else Settled()


def _write_changes(hanging: Hanging, changes: Mapping[int, Mapping[str, Any]]) -> dict[int, Changes]:
    """Each field before and after, as JSON can hold it."""
    written: dict[int, Changes] = {}
    for row in hanging.rows(pk__in=changes):
        wanted = changes[row.pk]
        written[row.pk] = {name: [_as_json(getattr(row, name)), _as_json(value)] for name, value in wanted.items()}
        hanging.rows(pk=row.pk).update(**wanted)
    return written


def _move(hanging: Hanging, pks: Sequence[int], person_id: int) -> None:
    for start in range(0, len(pks), AT_ONCE):
        hanging.rows(pk__in=pks[start : start + AT_ONCE]).update(**{f"{hanging.person}_id": person_id})


def _lead_on(rows: _Rows) -> None:
    """The reference of the record that went leads to the kept one, and so do those that led to it before."""
    gone, kept = rows.gone.pk, rows.kept.pk
    before = dict(Person.everyone.filter(Q(pk=gone) | Q(merged_into=gone)).values_list("pk", "merged_into_id"))
    rows.keep(PERSON, (), {pk: {"merged_into_id": [led, kept]} for pk, led in before.items()})
    Person.everyone.filter(pk__in=before).update(merged_into=kept)
    rows.gone.merged_into_id = kept


def _take_details(by: User, rows: _Rows, names: Collection[str]) -> None:
    """What the details were stands in the person's history; here only which rows of it to compare."""
    kept, gone = rows.kept, rows.gone
    changed = sorted(name for name in names if getattr(kept, name) != getattr(gone, name))
    if not changed:
        return
    before = _last_history(kept)
    for name in changed:
        setattr(kept, name, getattr(gone, name))
    kept.version += 1
    clean(kept)
    _save(kept, by, [*changed, "version"])
    rows.keep(PERSON, (), {kept.pk: {name: [before, _last_history(kept)] for name in changed}})


def _give_back(merge: Merge) -> None:
    hanging = list(hanging_models())
    kept_rows: dict[str, list[MergedRow]] = defaultdict(list)
    for row in merge.rows.order_by("pk"):
        kept_rows[row.model].append(row)
    still = {one.label: set(one.of(merge.kept_id).order_by().values_list("pk", flat=True)) for one in hanging}
    going = {
        one.label: {row.row_id for row in kept_rows[one.label] if row.moved and row.row_id in still[one.label]}
        for one in hanging
    }
    latest: dict[str, int] = next((row.changes for row in kept_rows[LATEST]), {})
    hung = _hanging_on(going, hanging, merge.kept_id, latest)
    for one in hanging:
        _Rows(merge).keep(one.label, hung[one.label])
        _move(one, sorted(going[one.label] | hung[one.label]), merge.gone_id)
    for one in hanging:
        rule = merge_rule_of(one.model)
        _set_back(one, kept_rows[one.label], rule.returns if rule else ())
        if rule and rule.returns:
            _let_stand_again(one, [row.row_id for row in kept_rows[one.label] if row.moved], rule.returns, merge.at)


def _let_followers_back(merge: Merge) -> None:
    for label, follower in followers().items():
        changed = {row.row_id: row.changes for row in merge.rows.filter(model=label)}
        if changed:
            follower.back(merge.kept, merge.gone, changed)


def _hanging_on(
    going: Mapping[str, set[int]], hanging: list[Hanging], kept: int, latest: Mapping[str, int]
) -> dict[str, set[int]]:
    """Rows written since that hang on one that goes back: a correction, what was done on an enrolment. They go too.
    What stood in the kept record before stays there, whatever it has come to name: a promise that the other one's entry
    was taken to meet. `latest`: by label the last row of before; none of a merge of old.
    """
    more: dict[str, set[int]] = defaultdict(set)
    links = links_between(hanging)
    grew = True
    while grew:
        grew = False
        for one, field, other in links:
            there = going[other.label] | more[other.label]
            if not there:
                continue
            since = one.of(kept).filter(pk__gt=latest.get(one.label, 0))
            found = set(since.filter(**{f"{field}__in": there}).values_list("pk", flat=True))
            if new := found - going[one.label] - more[one.label]:
                more[one.label] |= new
                grew = True
    return more


def _set_back(hanging: Hanging, kept_rows: Iterable[MergedRow], returns: Collection[str]) -> None:
    """Fields become what they were, unless somebody changed them since. A row that would clash with a later one stays
    as it is.
    """
    changed = {row.row_id: row.changes for row in kept_rows if row.changes}
    for row in hanging.rows(pk__in=changed):
        back = {
            name: _from_json(hanging.model, name, before)
            for name, (before, after) in changed[row.pk].items()
            if name in returns or _as_json(getattr(row, name)) == after
        }
        _update_if_it_can(hanging, row.pk, back)


def _let_stand_again(hanging: Hanging, pks: Sequence[int], names: Collection[str], since: datetime) -> None:
    """Rows that went back and were superseded since, by one that stays: they stand again, the latest first."""
    for name in names:
        superseded = hanging.rows(pk__in=pks, **{f"{name}__gt": since}).order_by(f"-{name}", "-pk")
        for pk in list(superseded.values_list("pk", flat=True)):
            _update_if_it_can(hanging, pk, {name: None})


def _update_if_it_can(hanging: Hanging, pk: int, values: Mapping[str, Any]) -> None:
    if not values:
        return
    try:
        with transaction.atomic():
            hanging.rows(pk=pk).update(**values)
    except IntegrityError:
        return


def _stand_alone(merge: Merge) -> None:
    led = {row.row_id: row.changes["merged_into_id"][0] for row in merge.rows.filter(model=PERSON) if _is_led(row)}
    for pk, before in led.items():
        Person.everyone.filter(pk=pk, merged_into=merge.kept_id).update(merged_into=before)


def _is_led(row: MergedRow) -> bool:
    return "merged_into_id" in row.changes


def _give_details_back(by: User, merge: Merge) -> None:
    row = merge.rows.filter(model=PERSON, row_id=merge.kept_id).first()
    if row is None:
        return
    kept = Person.everyone.get(pk=merge.kept_id)
    wanted = {history_id for pair in row.changes.values() for history_id in pair}
    history = {old.history_id: old for old in kept.history.filter(history_id__in=wanted)}
    back = []
    for name, (before, after) in row.changes.items():
        if before in history and after in history and getattr(kept, name) == getattr(history[after], name):
            setattr(kept, name, getattr(history[before], name))
            back.append(name)
    if back:
        kept.version += 1
        _save(kept, by, [*back, "version"])


def _follow(by: User, merge: Merge, action: str, kind: str, words: str, *told: Person) -> None:
    """Search words, suggestions, the trail of both and the ledger."""
    kept, gone = merge.kept, merge.gone
    SearchWord.objects.filter(person__in=[kept, gone]).delete()
    index_people([person for person in (kept, gone) if person.merged_into_id is None])
    if merge.undone_at:
        first, second = sorted((kept.pk, gone.pk))
        PossibleDuplicate.objects.filter(one=first, other=second, different_at__isnull=True).update(
            different_at=merge.undone_at, different_by=by
        )
    forget_reach(by)
    for person, other in ((kept, gone), (gone, kept)):
        record_event(by=by, action=action, person=person, subject=f"merge {merge.ref}", other=other.ref)
    for person in told:
        announce(Happening(person, kind, today(), by, words, merge.pk))


def _save(person: Person, by: User, fields: list[str]) -> None:
    person._history_user = by  # type: ignore[attr-defined]  # how django-simple-history is told who
    person.save(update_fields=fields)


def _last_history(person: Person) -> int | None:
    last = person.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return int(last) if last else None


def _as_json(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date | datetime) else value


def _from_json(model: type[Model], name: str, value: Any) -> Any:
    field = next(one for one in model._meta.concrete_fields if name in (one.name, one.attname))
    return field.to_python(value)
