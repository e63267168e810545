"""Opening the basics of somebody before their release, and noting what becomes of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import Happened, record_event, record_events
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import (
    make_promises,
    new_promise,
    withdraw_promise,
)
from throughgate.record.models import Entry
from throughgate.record.selectors import latest_of
from throughgate.record.services import void_entry, write_entry
from throughgate.release.basics_file import IN_HAND, TO_START, Basics, Item
from throughgate.release.models import Basic, BasicStep
from throughgate.release.rules.basics import (
    BasicError,
    Said,
    check_move,
    done_words,
    next_step,
    step_problems,
)
from throughgate.release.selectors.basics import Stood, entries_in_force, last_steps, level_of, stands_of
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.standing import Standing, standings_of
from throughgate.release.services.basic_home import follow_homes, is_of_home
from throughgate.release.services.basic_promises import say_next, settle_promise

AT_ONCE: Final = 500
FRESH_SET: Final = "Another set has been begun"
CARRIED: Final = ("document", "reference")


@act()
def open_basics(*, by: User, person: Person, codes: Collection[str] = ()) -> list[Basic]:
    """The set before this release, or those named; what is open already stays as it is. Raises Hidden, Forbidden."""
    lock_person(by, Action.RECORD, person)
    standing = standings_of([person.pk], today())[person.pk]
    with announced_once():
        return _open(by, [person], {person.pk: standing}, {person.pk: by}, codes)


@act()
def open_many(*, by: User, people: Sequence[Person]) -> int:
    """For several people of a board, all or none. Raises Hidden, Forbidden."""
    with announced_once():
        for person in people:
            lock_person(by, Action.RECORD, person)
        standings = standings_of([person.pk for person in people], today())
        opened = _open(by, people, standings, dict.fromkeys(standings, by))
    return len({row.person_id for row in opened})


def is_near(standing: Standing, on: date) -> bool:
    """Inside, and to be released soon enough that the basics should be opened by themselves."""
    last = known_basics().open_within.after(on)
    release_on = standing.release_on
    return bool(not standing.is_out and release_on and last and on <= release_on <= last)


def open_where_near(by: User | None, people: Sequence[Person], standings: Mapping[int, Standing]) -> int:
    """Of whoever is inside and soon to be released; opened in the name of whoever noted that day. How many people."""
    near = [person for person in people if is_near(standings[person.pk], today())]
    noted = who_noted(standings, near)
    with announced_once():
        opened = _open(by, near, standings, noted)
    return len({row.person_id for row in opened})


def who_noted(standings: Mapping[int, Standing], people: Iterable[Person]) -> dict[int, User]:
    by_person = {one.pk: told.noted_by_id for one in people if (told := standings[one.pk].shown)}
    users = User.objects.in_bulk(set(by_person.values())) if by_person else {}
    return {person: users[user] for person, user in by_person.items()}


def _open(
    by: User | None,
    people: Sequence[Person],
    standings: Mapping[int, Standing],
    opened_by: Mapping[int, User],
    codes: Collection[str] = (),
) -> list[Basic]:
    """In the caller's transaction; what was recorded since they came to custody counts. Seven queries, however many."""
    basics = known_basics()
    there = set(Basic.objects.filter(person__in=people).values_list("person_id", "code", "spell"))
    rows = [
        _new(person, code, item, standings[person.pk], opened_by[person.pk])
        for person in people
        for code, item in (basics.items if codes else basics.whole).items()
        if (not codes or code in codes) and (person.pk, code, standings[person.pk].spell) not in there
    ]
    if not rows:
        return []
    promises = make_promises([_promise(basics, row, standings[row.person_id]) for row in rows])
    for row, promise in zip(rows, promises, strict=True):
        row.promise = promise
    Basic.objects.bulk_create(rows, batch_size=AT_ONCE)
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.person_id] = counts.get(row.person_id, 0) + 1
    opened = [person for person in people if person.pk in counts]
    record_events(by=by, events=[Happened("basics.opened", one, "", {"basics": counts[one.pk]}) for one in opened])
    _take_in(rows, standings)
    return rows


def _new(person: Person, code: str, item: Item, standing: Standing, by: User) -> Basic:
    return Basic(
        person=person,
        code=code,
        spell=standing.spell,
        from_on=standing.from_on,
        sensitivity=level_of(item),
        opened_on=today(),
        opened_by=by,
    )


def _promise(basics: Basics, row: Basic, standing: Standing) -> Any:
    following = next_step(basics, basics.items[row.code], stands_of(row, Stood()), standing.timing)
    if following is None:
        raise AssertionError("What was never begun is open.")
    return new_promise(
        by=row.opened_by,
        person=row.person,
        source=PromiseSource.READINESS,
        title=following.title,
        by_on=following.by_on,
        sensitivity=Sensitivity(row.sensitivity),
    )


def _take_in(rows: Sequence[Basic], standings: Mapping[int, Standing]) -> None:
    """What the ledger holds already is in hand."""
    kinds = known_basics().entry_kinds()
    entries = entries_in_force({row.person_id for row in rows}, kinds.values())
    follow_homes(None, [row for row in rows if is_of_home(row)], standings)
    for row in rows:
        if is_of_home(row):
            continue
        if entry := _entry_for(row, kinds[row.code], entries, since=None):
            _in_hand_by(row, entry, standings[row.person_id])


def record_step(
    *,
    by: User,
    person: Person,
    code: str,
    to: str,
    on: date,
    said: Said | None = None,
    because: str = "",
    sensitivity: Sensitivity | None = None,
    token: UUID | None = None,
) -> BasicStep:
    """What became of one of the basics. Opened if it was not. With the same `token` it stays one.

    `because` corrects: it may lead to any state then. Raises Hidden, Forbidden, BasicError.
    """
    if token and (saved := BasicStep.objects.filter(by=by, token=token).first()):
        return saved
    try:
        with transaction.atomic(), act():
            return _record(by, person, code, to, on, said or Said(), because.strip(), sensitivity, token)
    except IntegrityError:
        # The other tap was faster: its step stands, this one is undone.
        if token and (saved := BasicStep.objects.filter(by=by, token=token).first()):
            return saved
        raise


def _record(
    by: User,
    person: Person,
    code: str,
    to: str,
    on: date,
    said: Said,
    because: str,
    sensitivity: Sensitivity | None,
    token: UUID | None,
) -> BasicStep:
    lock_person(by, Action.RECORD, person)
    item = known_basics().items.get(code)
    if item is None:
        raise BasicError("", "This is no longer one of the basics")
    standing = standings_of([person.pk], today())[person.pk]
    with announced_once():
        row = _row_of(by, person, code, standing)
        before = row.steps.select_related("entry").last()
        now = before.state if before else TO_START
        state = check_move(item, now, to, corrects=bool(because))
        said = _carried(item, said, before)
        if said.document and Basic.objects.filter(person=person, code=said.document, spell=standing.spell).exists():
            raise BasicError("document", "This document has a line of its own. Note it there")
        for problem in step_problems(item, state, on, said, today()):
            raise problem
        _set_level(by, row, sensitivity)
        if because and before and before.entry and item.state(now).stage == "done":
            void_entry(by=by, entry=latest_of(before.entry), reason=because)
        entry = _written(by, row, item, on, said) if state.stage == "done" else None
        step = _step(by, row, to, on, said, because=because, entry=entry, token=token)
        settle_promise(by, row, Stood(to, on, said.due_on), standing, entry)
    return step


def _row_of(by: User, person: Person, code: str, standing: Standing) -> Basic:
    rows = Basic.objects.select_for_update(of=("self",), no_key=True).select_related("person__site", "promise")
    row = rows.filter(person=person, code=code, spell=standing.spell).first()
    if row is None:
        codes = () if is_near(standing, today()) else (code,)
        opened = _open(by, [person], {person.pk: standing}, {person.pk: by}, codes)
        row = next(one for one in opened if one.code == code)
    found: Basic = check(by, Action.RECORD, row)
    return found


def _carried(item: Item, said: Said, before: BasicStep | None) -> Said:
    """Which document it is, and its reference, need not be said with every step."""
    if before is None:
        return said
    kept = {name: getattr(before, name) for name in CARRIED if not getattr(said, name) and getattr(before, name)}
    return replace(said, **kept)


def _set_level(by: User, row: Basic, sensitivity: Sensitivity | None) -> None:
    if sensitivity is None or sensitivity == row.sensitivity:
        return
    if sensitivity not in writable_levels(by, row.person):
        raise Forbidden(Action.RECORD)
    row.sensitivity = sensitivity
    row.save(update_fields=["sensitivity"])
    record_event(by=by, action="basic.closed_to", person=row.person, subject=f"basic {row.ref}", level=sensitivity)


def _written(by: User, row: Basic, item: Item, on: date, said: Said) -> Entry:
    if item.by_home:
        raise BasicError("state", "It stands where the applications for a home stand")
    if item.by_contact:
        raise BasicError("state", "Record the conversation as a contact: then it stands here by itself")
    entry: Entry = write_entry(
        by=by,
        person=row.person,
        kind=item.entry,
        on=on,
        summary=done_words(item, said.document),
        sensitivity=Sensitivity(row.sensitivity),
    )
    return entry


def _step(by: User, row: Basic, state: str, on: date, said: Said, **more: Any) -> BasicStep:
    step = BasicStep.objects.create(basic=row, state=state, on=on, by=by, **asdict(said), **more)
    _audit(by, row, state)
    return step


def _audit(by: User, row: Basic, state: str) -> None:
    subject = f"basic {row.ref}"
    record_event(by=by, action="basic.noted", person=row.person, subject=subject, basic=row.code, state=state)


@act()
def take_back(*, by: User, person: Person, code: str) -> BasicStep | None:
    """Undo of the tap just made, by whoever made it: it stands as it stood before. Raises Hidden, Forbidden.

    None where somebody else has noted something since.
    """
    lock_person(by, Action.RECORD, person)
    standing = standings_of([person.pk], today())[person.pk]
    row = check(by, Action.RECORD, _row_of(by, person, code, standing))
    steps = list(row.steps.select_related("entry").order_by("-pk")[:2])
    if not steps or steps[0].by_id != by.pk or steps[0].because:
        return None
    before = steps[1] if len(steps) > 1 else None
    said = Said(**{name: getattr(before, name) for name in asdict(Said())}) if before else Said()
    stood = Stood(before.state, before.on, before.due_on) if before else Stood(TO_START, row.opened_on)
    with announced_once():
        step = _step(by, row, stood.state, stood.on or row.opened_on, said, because="Taken back")
        if steps[0].entry:
            void_entry(by=by, entry=latest_of(steps[0].entry), reason="Taken back")
        settle_promise(by, row, stood, standing, before.entry if before else None)
    return step


def _entry_for(row: Basic, kind: str, entries: Iterable[Entry], *, since: BasicStep | None) -> Entry | None:
    """What was recorded for this release, by whichever form; after the last step only what was written after it."""
    for entry in entries:
        if entry.person_id != row.person_id or entry.kind != kind or (row.from_on and entry.on < row.from_on):
            continue
        if not _may_be_of(entry, row):
            continue
        if since is None or (entry.recorded_at > since.noted_at and entry.corrects_id is None):
            return entry
    return None


def _may_be_of(entry: Entry, row: Basic) -> bool:
    """What one document wrote says nothing of another; of a part only its own line knows."""
    wrote: int | None = getattr(entry, "of_basic", None)
    item = known_basics().items[row.code]
    return wrote == row.pk if item.of else wrote in (None, row.pk)


def _in_hand_by(row: Basic, entry: Entry, standing: Standing) -> None:
    step = BasicStep.objects.create(basic=row, state=IN_HAND, on=entry.on, by=entry.by, entry=entry)
    _audit(entry.by, row, IN_HAND)
    settle_promise(entry.by, row, Stood(step.state, step.on), standing, entry)


def follow_facts(people: Iterable[Person]) -> None:
    """Something was recorded, corrected or taken out: what is in hand follows. One query where nothing is open for
    them, two where nothing changes. Part of another write.
    """
    ids = [person.pk for person in people]
    rows = list(Basic.objects.filter(person__in=ids).select_related("person__site", "promise").order_by("spell"))
    if not rows:
        return
    kinds = known_basics().entry_kinds()
    latest = {(row.person_id, row.code): row for row in rows if row.code in kinds and not is_of_home(row)}
    entries = entries_in_force(ids, kinds.values())
    for row in latest.values():
        if row.promise is None or (row.promise.withdrawn_on and row.promise.withdrawn_because == FRESH_SET):
            continue
        _follow(row, kinds[row.code], entries)


def _follow(row: Basic, kind: str, entries: Sequence[Entry]) -> None:
    found = _entry_for(row, kind, entries, since=None)
    is_kept = bool(row.promise and row.promise.met_on)
    if is_kept == bool(found):
        return
    last = row.steps.select_related("entry").last()
    if not is_kept and (entry := _entry_for(row, kind, entries, since=last)):
        _in_hand_by(row, entry, standings_of([row.person_id], today())[row.person_id])
    elif is_kept and last and last.entry:
        if last.entry.person_id == row.person_id:
            because = "What was recorded should not have been"
            stood, by = Stood(TO_START, today()), latest_of(last.entry).by
            _step(by, row, TO_START, today(), Said(), because=because)
        else:
            stood, by = _forget_what_went(row), last.by
        settle_promise(by, row, stood, standings_of([row.person_id], today())[row.person_id])


def _forget_what_went(row: Basic) -> Stood:
    """Steps that rest on what somebody else's record brought, and took along when the two were taken apart again: it
    stands as it stood before.
    """
    row.steps.exclude(entry__isnull=True).exclude(entry__person=row.person_id).delete()
    last = row.steps.last()
    return Stood(last.state, last.on, last.due_on) if last else Stood(TO_START, row.opened_on)


def follow_dates(by: User, people: Sequence[Person]) -> None:
    """A date moved, or somebody was released, moved or came back: what is due of their basics follows, and the set of
    whoever is soon to be released opens by itself. Part of another write.
    """
    standings = standings_of([person.pk for person in people], today())
    rows = Basic.objects.filter(person__in=people).select_related("person__site", "promise__worker")
    stood = last_steps(rows)
    with announced_once():
        moved = [row.person_id for row in rows if _follow_date(by, row, stood.get(row.pk, Stood()), standings)]
        events = [Happened("basics.moved", person, "", {"basics": moved.count(person.pk)}) for person in people]
        record_events(by=by, events=[event for event in events if event.person.pk in moved])
        follow_homes(by, [row for row in rows if is_of_home(row)], standings)
        open_where_near(by, people, standings)


def _follow_date(by: User, row: Basic, stood: Stood, standings: Mapping[int, Standing]) -> bool:
    basics, standing, promise = known_basics(), standings[row.person_id], row.promise
    if promise is None or promise.met_on or row.code not in basics.items:
        return False
    if row.spell != standing.spell and not promise.withdrawn_on:
        withdraw_promise(by=by, promise=promise, because=FRESH_SET)
        return True
    if (
        is_of_home(row)
        or row.spell != standing.spell
        or (promise.withdrawn_on and promise.withdrawn_because != FRESH_SET)
    ):
        return False
    following = next_step(basics, basics.items[row.code], stands_of(row, stood), standing.timing)
    return bool(following and say_next(by, row, following))
