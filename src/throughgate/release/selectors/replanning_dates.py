"""What a release date does to what is due: settled with it and without it, and nothing saved. For many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from throughgate.people.models import CustodyDate, CustodyMove, Person
from throughgate.people.rules.custody import RELEASE_KINDS, WHY_SHOWN, Place, shown_release_date, where_is
from throughgate.people.selectors import dates_of
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.models import Enrolment
from throughgate.programmes.selectors.lives import Life, read_lives
from throughgate.programmes.settling import Commitment, settle
from throughgate.release.rules.moving import Moved, compare


@dataclass(frozen=True)
class ReleaseNow:
    """`holding`: the date that holds now of each kind; `released_on`: the day they came out, while they are out."""

    holding: Mapping[str, CustodyDate] = field(default_factory=dict)
    shown: CustodyDate | None = None
    released_on: date | None = None


@dataclass(frozen=True)
class MovedLine:
    title: str
    moved: Moved


@dataclass(frozen=True)
class MovedPart:
    """One programme's share of it."""

    title: str
    rows: Sequence[MovedLine]
    enrolment: Enrolment
    model: ProgrammeModel = field(repr=False)


@dataclass(frozen=True)
class DateMove:
    """`why_shown`: said where another date is shown than the one that is noted."""

    was: date | None
    becomes: date | None
    why_shown: str = ""


@dataclass(frozen=True)
class Noted:
    """A date as it would stand: what the rule for the date that is shown reads of a row."""

    kind: str
    on: date | None
    superseded_at: None = None


def releases_now(people: Iterable[int], today: date) -> dict[int, ReleaseNow]:
    """By the person's id. Two queries, however many."""
    ids = list(people)
    holding: dict[int, dict[str, CustodyDate]] = defaultdict(dict)
    rows = CustodyDate.objects.filter(person__in=ids, superseded_at__isnull=True).select_related("noted_by")
    for row in rows:
        holding[row.person_id][row.kind] = row
    moves: dict[int, list[CustodyMove]] = defaultdict(list)
    for move in CustodyMove.objects.filter(person__in=ids).order_by("on", "pk"):
        moves[move.person_id].append(move)
    return {pk: _now(holding[pk], moves[pk], today) for pk in ids}


def _now(holding: Mapping[str, CustodyDate], moves: Sequence[CustodyMove], today: date) -> ReleaseNow:
    where = where_is(moves, today)
    out = where.since if where.place is Place.COMMUNITY else None
    return ReleaseNow(holding, shown_release_date(holding.values()), out)


def date_move(now: ReleaseNow, kind: str, on: date | None) -> DateMove:
    """What noting this day would do to the date that is shown."""
    before = {row.kind: Noted(row.kind, row.on) for row in now.holding.values()}
    return _move(before, {**before, kind: Noted(kind, on)}, kind)


def move_made_by(person: Person, date_id: int) -> DateMove | None:
    """What the noting of this date did, seen from now; None where it holds no longer, or is no release date."""
    rows = list(dates_of(person, earlier=True))
    made = next((row for row in rows if row.pk == date_id), None)
    if made is None or made.superseded_at is not None or made.kind not in RELEASE_KINDS:
        return None
    after = {row.kind: Noted(row.kind, row.on) for row in rows if row.superseded_at is None}
    earlier = max(
        (row for row in rows if row.kind == made.kind and row.pk < made.pk), key=lambda row: row.pk, default=None
    )
    return _move({**after, made.kind: Noted(made.kind, earlier.on if earlier else None)}, after, made.kind)


def _move(before: Mapping[str, Noted], after: Mapping[str, Noted], kind: str) -> DateMove:
    was, becomes = shown_release_date(before.values()), shown_release_date(after.values())
    other = becomes is not None and becomes.kind != kind
    why = f"The release date shown stays another one. {WHY_SHOWN[becomes.kind]}" if becomes and other else ""
    return DateMove(was.on if was else None, becomes.on if becomes else None, why)


def parts_moved(moves: Mapping[int, DateMove], today: date) -> dict[int, list[MovedPart]]:
    """By the person's id: settled twice for each programme that they are on. Nothing is written; six queries."""
    open_ones = (
        Enrolment.objects.filter(person__in=moves, left_on=None)
        .select_related("model", "person__site")
        .defer("model__source")
    )
    found: dict[int, list[MovedPart]] = defaultdict(list)
    for life in read_lives(open_ones):
        move = moves[life.enrolment.person_id]
        rows = compare(settled(life, move.was), settled(life, move.becomes), today)
        found[life.enrolment.person_id].append(
            MovedPart(life.model.title, _lines(life.model, rows), life.enrolment, life.model)
        )
    return found


def all_moved(parts: Iterable[MovedPart]) -> list[Moved]:
    return [row.moved for part in parts for row in part.rows]


def settled(life: Life, release_on: date | None) -> tuple[Commitment, ...]:
    """What would be due if this were the release to come; for somebody who is inside."""
    *past, current = life.dates.spells
    dates = life.dates._replace(spells=(*past, current._replace(release_on=release_on)))
    return settle(life.model, dates, life.facts, life.waivers)


def _lines(model: ProgrammeModel, moved: list[Moved]) -> list[MovedLine]:
    return [
        MovedLine(
            f"{model.title_of(row.element)} ({row.number} times)" if row.number > 1 else model.title_of(row.element),
            row,
        )
        for row in moved
    ]
