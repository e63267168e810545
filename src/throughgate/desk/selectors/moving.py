"""What a release date does to what is due: settled with it and without it, and nothing saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.desk.rules.moving import Moved, compare
from throughgate.people.models import CustodyDate, Person
from throughgate.people.rules.custody import RELEASE_KINDS, WHY_SHOWN, Place, shown_release_date, where_is
from throughgate.people.selectors import dates_of, moves_of
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.models import Enrolment
from throughgate.programmes.selectors.lives import Life, read_lives
from throughgate.programmes.settling import Commitment, settle

FRIDAY = 4


@dataclass(frozen=True)
class ReleaseNow:
    """`holding`: the date that holds now of each kind; `released_on`: the day they came out, while they are out."""

    holding: Mapping[str, CustodyDate]
    shown: CustodyDate | None
    released_on: date | None


@dataclass(frozen=True)
class MovedLine:
    title: str
    moved: Moved


@dataclass(frozen=True)
class MovedPart:
    """One programme's share of it."""

    title: str
    rows: Sequence[MovedLine]


@dataclass(frozen=True)
class ReleaseMove:
    was: date | None
    becomes: date | None
    why_shown: str  # where another date is shown than the one that is noted
    parts: Sequence[MovedPart]

    @property
    def all_moved(self) -> list[Moved]:
        return [row.moved for part in self.parts for row in part.rows]

    @property
    def is_friday(self) -> bool:
        return self.becomes is not None and self.becomes.weekday() == FRIDAY


@dataclass(frozen=True)
class Noted:
    """A date as it would stand: what the rule for the date that is shown reads of a row."""

    kind: str
    on: date | None
    superseded_at: None = None


def release_now(person: Person, today: date) -> ReleaseNow:
    holding = {row.kind: row for row in dates_of(person)}
    where = where_is(moves_of(person), today)
    return ReleaseNow(
        holding, shown_release_date(holding.values()), where.since if where.place is Place.COMMUNITY else None
    )


def preview_move(person: Person, kind: str, on: date | None, today: date) -> ReleaseMove:
    """What noting this day would do."""
    holding = {row.kind: Noted(row.kind, row.on) for row in dates_of(person)}
    return _move(person, holding, {**holding, kind: Noted(kind, on)}, kind, today)


def move_made_by(person: Person, date_id: int, today: date) -> ReleaseMove | None:
    """What the noting of this date did, seen from now; None where it holds no longer, or is no release date."""
    rows = list(dates_of(person, earlier=True))
    made = next((row for row in rows if row.pk == date_id), None)
    if made is None or made.superseded_at is not None or made.kind not in RELEASE_KINDS:
        return None
    after = {row.kind: Noted(row.kind, row.on) for row in rows if row.superseded_at is None}
    earlier = max(
        (row for row in rows if row.kind == made.kind and row.pk < made.pk), key=lambda row: row.pk, default=None
    )
    before = {**after, made.kind: Noted(made.kind, earlier.on if earlier else None)}
    return _move(person, before, after, made.kind, today)


def _move(
    person: Person, before: Mapping[str, Noted], after: Mapping[str, Noted], kind: str, today: date
) -> ReleaseMove:
    was, becomes = shown_release_date(before.values()), shown_release_date(after.values())
    other = becomes is not None and becomes.kind != kind
    return ReleaseMove(
        was=was.on if was else None,
        becomes=becomes.on if becomes else None,
        why_shown=f"The release date shown stays another one. {WHY_SHOWN[becomes.kind]}" if becomes and other else "",
        parts=_parts(person, was.on if was else None, becomes.on if becomes else None, today),
    )


def _parts(person: Person, was: date | None, becomes: date | None, today: date) -> list[MovedPart]:
    """Settled twice for each programme the person is on. Nothing is written."""
    open_ones = Enrolment.objects.filter(person=person, left_on=None).select_related("model").defer("model__source")
    return [
        MovedPart(life.model.title, _lines(life.model, compare(settled(life, was), settled(life, becomes), today)))
        for life in read_lives(open_ones)
    ]


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
