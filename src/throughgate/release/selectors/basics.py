"""Reads of the basics of a person, and of many people for the board."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from throughgate.access.policy import Action, Hidden, Sensitivity, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import CustodyMove, Person
from throughgate.people.selectors import access_person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.release.basics_file import TO_START, Basics, Item, State
from throughgate.release.models import Basic, BasicStep
from throughgate.release.rules.basics import (
    HOME_STATES,
    URGENCIES,
    Next,
    Spent,
    Stands,
    Urgency,
    costs_of,
    next_step,
    stands_in_the_way,
    sum_costs,
    urgency_of,
)
from throughgate.release.selectors.home import HomeStanding, home_standings
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.standing import Standing, standings_of


@dataclass(frozen=True)
class Line:
    """One of the basics as it stands. `row` is None where it was never opened for this release, and on the board, which
    shows thousands and needs none. `costs` are in pence by payer; `home` where it stands by the applications for one.
    """

    code: str
    item: Item
    state_code: str
    on: date | None
    next: Next | None
    urgency: Urgency
    row: Basic | None = None
    steps: Sequence[BasicStep] = ()
    costs: Mapping[str, int] = field(default_factory=dict)
    home: HomeStanding | None = None

    @property
    def state(self) -> State:
        return self.item.state(self.state_code)

    @property
    def is_done(self) -> bool:
        return not self.state.is_open

    @property
    def is_in_the_way(self) -> bool:
        return stands_in_the_way(self.urgency)

    @property
    def last(self) -> BasicStep | None:
        return self.steps[-1] if self.steps else None


@dataclass(frozen=True)
class Readiness:
    """The basics of one person before one release that this reader may know of, the most pressing first. The home is
    one of them wherever any was opened.
    """

    standing: Standing
    lines: Sequence[Line]
    home: HomeStanding | None = None

    @property
    def is_open(self) -> bool:
        return bool(self.lines)

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def next_line(self) -> Line | None:
        due = [(line.next.by_on, place, line) for place, line in enumerate(self.lines) if line.next]
        return min(due)[2] if due else None

    @property
    def is_ready(self) -> bool:
        return self.is_open and self.done == len(self.lines)

    @property
    def costs(self) -> Mapping[str, int]:
        """What was said of money, in pence by payer."""
        return sum_costs(line.costs for line in self.lines)

    @property
    def in_the_way(self) -> Sequence[Line]:
        return [line for line in self.lines if line.is_in_the_way]


@dataclass(frozen=True)
class Stood:
    """The last of what became of a basic, as settling reads it."""

    state: str = TO_START
    on: date | None = None
    due_on: date | None = None
    spent: Sequence[Spent] = ()


def stood_of_home(home: HomeStanding) -> Stood:
    return Stood(HOME_STATES[home.standing])


def stands_of(row: Basic, stood: Stood) -> Stands:
    return Stands(stood.state, stood.on or row.opened_on, row.opened_on, stood.due_on)


def last_steps(rows: QuerySet[Basic]) -> dict[int, Stood]:
    """By the basic's id: the last step of each, and what all said of money. One query, of plain values: a board asks
    this of thousands.
    """
    found: dict[int, Stood] = {}
    spent: dict[int, list[Spent]] = defaultdict(list)
    steps = BasicStep.objects.filter(basic__in=rows.order_by().values("pk")).order_by("pk")
    for basic, on, due_on, state, pence, paid_by, refund, because in steps.values_list(
        "basic_id", "on", "due_on", "state", "cost_pence", "paid_by", "refund_pence", "because"
    ):
        spent[basic].append(Spent(state, pence, paid_by, refund, bool(because)))
        found[basic] = Stood(state, on, due_on, spent[basic])
    return found


def current_basics(people: Collection[int], standings: dict[int, Standing]) -> QuerySet[Basic]:
    """Of the spells they are in now; those of somebody else's number are the caller's to leave out."""
    return Basic.objects.filter(person__in=people, spell__in={one.spell for one in standings.values()})


def read_readiness(user: User, people: Sequence[Person], today: date) -> dict[int, Readiness]:
    """Of each of these people, whom the caller may see: without the single steps. Eight queries, however many."""
    ids = [person.pk for person in people]
    standings = standings_of(ids, today)
    rows = visible(user, current_basics(ids, standings)).order_by("pk")
    basics, stood = known_basics(), last_steps(rows)
    homes = home_standings(user, people, today)
    lines: dict[int, list[Line]] = defaultdict(list)
    for pk, person, code, spell, opened_on in rows.values_list("pk", "person_id", "code", "spell", "opened_on"):
        if spell == standings[person].spell and code in basics.items:
            last, home = stood.get(pk, Stood()), homes[person]
            lines[person].append(_line(basics, code, opened_on, last, standings[person], today, home=home))
    return {pk: Readiness(standings[pk], in_order(basics, lines[pk]), homes[pk]) for pk in ids}


def _line(
    basics: Basics,
    code: str,
    opened_on: date,
    stood: Stood,
    standing: Standing,
    today: date,
    row: Basic | None = None,
    steps: Sequence[BasicStep] = (),
    home: HomeStanding | None = None,
) -> Line:
    item = basics.items[code]
    home = home if item.by_home else None
    stood = stood_of_home(home) if home else stood
    stands = Stands(stood.state, stood.on or opened_on, opened_on, stood.due_on)
    following = next_step(basics, item, stands, standing.timing)
    urgency = urgency_of(item.state(stood.state), following.by_on if following else None, today)
    return Line(code, item, stood.state, stood.on, following, urgency, row, steps, costs_of(item, stood.spent), home)


def _whole_line(
    basics: Basics, row: Basic, standing: Standing, today: date, steps: Sequence[BasicStep], home: HomeStanding | None
) -> Line:
    return _line(basics, row.code, row.opened_on, _stood(steps), standing, today, row, steps, home)


def in_order(basics: Basics, lines: Iterable[Line]) -> list[Line]:
    """What stands in the way first; among equals as the file has them."""
    places = {code: place for place, code in enumerate(basics.items)}
    return sorted(lines, key=lambda line: (URGENCIES.index(line.urgency), places[line.code]))


def readiness_of(user: User, person: Person, today: date, moves: Iterable[CustodyMove] | None = None) -> Readiness:
    """One person’s, with every step and who noted it. The caller has checked and audited that they read the person.
    `moves` are theirs, if they are known already. Where they stand with a home is read only once something is open.
    """
    standing = standings_of([person.pk], today, moves)[person.pk]
    rows = visible(user, Basic.objects.filter(person=person, spell=standing.spell)).select_related(
        "opened_by", "promise"
    )
    basics = known_basics()
    if not rows:
        return Readiness(standing, ())
    for row in rows:
        row.person = person  # it is asked of each row who may act on it
    steps, home = _steps_of(rows), home_standings(user, [person], today)[person.pk]
    lines = [_whole_line(basics, row, standing, today, steps[row.pk], home) for row in rows if row.code in basics.items]
    return Readiness(standing, in_order(basics, lines), home)


def _steps_of(rows: QuerySet[Basic]) -> dict[int, list[BasicStep]]:
    found: dict[int, list[BasicStep]] = defaultdict(list)
    for step in BasicStep.objects.filter(basic__in=rows.order_by().values("pk")).select_related("by").order_by("pk"):
        found[step.basic_id].append(step)
    return found


def _stood(steps: Sequence[BasicStep]) -> Stood:
    spent = [Spent(one.state, one.cost_pence, one.paid_by, one.refund_pence, bool(one.because)) for one in steps]
    return Stood(steps[-1].state, steps[-1].on, steps[-1].due_on, spent) if steps else Stood()


@dataclass(frozen=True)
class Opened:
    """One basic of one person, for its page. `parts` are those of it that the reader may know of; `addable` are the
    codes of those that are not open.
    """

    person: Person
    line: Line
    standing: Standing
    may_act: bool
    parts: Sequence[Line] = ()
    addable: Sequence[str] = ()


def access_basic(user: User, ref: str, code: str, today: date, *, action: Action = Action.VIEW) -> Opened:
    """One of the basics of this person for their next release, opened or not. Raises Hidden, Forbidden; audited.

    One that was opened and that the reader may not know of is hidden: it is not shown as one that was never begun.
    """
    person = access_person(user, ref, action=action, page="getting ready")
    basics = known_basics()
    if code not in basics.items:
        raise Http404()
    standing = standings_of([person.pk], today)[person.pk]
    row = Basic.objects.filter(person=person, code=code, spell=standing.spell).select_related("person__site").first()
    if row is None:
        item = basics.items[code]
        line = Line(code, item, TO_START, None, None, Urgency.LATER)
        return Opened(person, line, standing, can(user, Action.RECORD, person))
    check(user, action, row)
    record_event(by=user, action="basic.read", person=person, subject=f"basic {row.ref}")
    steps = _steps_of(Basic.objects.filter(pk=row.pk))[row.pk]
    home = home_standings(user, [person], today)[person.pk] if basics.items[code].by_home else None
    found = Opened(
        person, _whole_line(basics, row, standing, today, steps, home), standing, can(user, Action.RECORD, row)
    )
    return _with_parts(user, basics, found, today) if basics.parts_of(code) else found


def _with_parts(user: User, basics: Basics, found: Opened, today: date) -> Opened:
    """A part that the reader may not know of is neither shown nor offered to be opened."""
    codes = basics.parts_of(found.line.code)
    rows = Basic.objects.filter(person=found.person, code__in=codes, spell=found.standing.spell)
    there = {*rows.values_list("code", flat=True), *(step.document for step in found.line.steps)}
    shown = visible(user, rows).select_related("promise")
    steps = _steps_of(shown)
    lines = [_whole_line(basics, row, found.standing, today, steps[row.pk], None) for row in shown]
    return replace(found, parts=in_order(basics, lines), addable=[code for code in codes if code not in there])


def basic_of_promise(promise_ref: str) -> Basic:
    """Raises Hidden; the caller checks the policy."""
    promise = Promise.objects.filter(ref=promise_ref).first()
    row = Basic.objects.select_related("person__site").filter(promise=promise).first() if promise else None
    if row is None:
        raise Hidden()
    return row


def level_of(item: Item) -> Sensitivity:
    return Sensitivity(item.sensitivity)


def entries_in_force(people: Collection[int], kinds: Iterable[str]) -> list[Entry]:
    """What was recorded and holds, of these kinds, the earliest first: of every sensitivity, for settling. Each with
    `of_basic`, the id of the basic whose step wrote it, if any did.
    """
    rows = effective().filter(person__in=people, kind__in=set(kinds), happened=True)
    wrote = [
        Subquery(BasicStep.objects.filter(entry=OuterRef(of)).order_by("pk").values("basic")[:1])
        for of in ("pk", "corrects")
    ]
    rows = rows.annotate(of_basic=Coalesce(*wrote))
    return list(rows.order_by("on", "pk"))
