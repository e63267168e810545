"""What settling is told about people: their enrolments with dates, holds, waivers and what happened.

Sees every entry, whatever its sensitivity: only days come out of settling, never what was said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from throughgate.people.models import CustodyDate, CustodyMove, DateKind
from throughgate.people.rules.custody import shown_release_date, spells
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.models import Enrolment, Hold, Waiver
from throughgate.programmes.rules import is_active
from throughgate.programmes.settling import Dates, Fact, Spell
from throughgate.programmes.settling import Hold as HoldDays
from throughgate.programmes.settling import Waiver as Waived
from throughgate.record.selectors import effective


class Life(NamedTuple):
    """Everything that settling one enrolment needs."""

    enrolment: Enrolment
    model: ProgrammeModel
    dates: Dates
    facts: list[Fact]
    waivers: list[Waived]


class PersonDates(NamedTuple):
    spells: tuple[Spell, ...]
    days: dict[str, CustodyDate]


def read_lives(enrolments: Collection[Enrolment]) -> list[Life]:
    """Five queries, however many enrolments. Their models must be at hand (`select_related("model")`)."""
    running = [enrolment for enrolment in enrolments if is_active(enrolment.stage)]
    people = {enrolment.person_id for enrolment in running}
    dates = _person_dates(people)
    holds, waivers = _holds(running), _waivers(running)
    facts = _facts(people, {kind for enrolment in running for kind in _kinds(enrolment)})
    lives = []
    for enrolment in running:
        counted = [fact for fact in facts[enrolment.person_id] if fact.enrolment in (None, enrolment.pk)]
        life = _dates(enrolment, dates[enrolment.person_id], holds[enrolment.pk])
        lives.append(Life(enrolment, compiled_model(enrolment.model), life, counted, waivers[enrolment.pk]))
    return lives


def _kinds(enrolment: Enrolment) -> Iterable[str]:
    model = compiled_model(enrolment.model)
    return [*(kind for element in model.elements.values() for kind in element.kinds), "measure"]


def _dates(enrolment: Enrolment, person: PersonDates, holds: list[HoldDays]) -> Dates:
    def day(kind: str) -> date | None:
        return person.days[kind].on if kind in person.days else None

    return Dates(
        enrolled_on=enrolment.enrolled_on,
        spells=person.spells,
        parole_hearing=day(DateKind.PAROLE_HEARING),
        licence_end=day(DateKind.LICENCE_END),
        sentence_end=day(DateKind.SENTENCE_END),
        holds=tuple(holds),
        left_on=enrolment.left_on,
    )


def _person_dates(people: Collection[int]) -> dict[int, PersonDates]:
    moves: dict[int, list[CustodyMove]] = defaultdict(list)
    for move in CustodyMove.objects.filter(person__in=people).order_by("on", "pk").only("person_id", "kind", "on"):
        moves[move.person_id].append(move)
    days: dict[int, list[CustodyDate]] = defaultdict(list)
    current = CustodyDate.objects.filter(person__in=people, superseded_at__isnull=True)
    for row in current.only("person_id", "kind", "on", "superseded_at"):
        days[row.person_id].append(row)
    found = {}
    for person in people:
        shown = shown_release_date(days[person])
        laid = spells(moves[person], shown.on if shown else None)
        found[person] = PersonDates(
            tuple(Spell(spell.release_on, spell.returned_on) for spell in laid), {row.kind: row for row in days[person]}
        )
    return found


def _holds(enrolments: Collection[Enrolment]) -> dict[int, list[HoldDays]]:
    found: dict[int, list[HoldDays]] = defaultdict(list)
    rows = Hold.objects.filter(enrolment__in=enrolments).order_by("from_on", "pk")
    for enrolment, from_on, to_on in rows.values_list("enrolment_id", "from_on", "to_on"):
        found[enrolment].append(HoldDays(from_on, to_on))
    return found


def _waivers(enrolments: Collection[Enrolment]) -> dict[int, list[Waived]]:
    found: dict[int, list[Waived]] = defaultdict(list)
    rows = Waiver.objects.filter(enrolment__in=enrolments, withdrawn_at__isnull=True).order_by("pk")
    for row in rows.only("enrolment_id", "element", "spell", "ordinal", "on", "reason"):
        found[row.enrolment_id].append(Waived(row.element, row.spell, row.ordinal, row.on, row.reason))
    return found


def _facts(people: Collection[int], kinds: Collection[str]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    # Kinds are sorted out here: with both in the query SQLite may take the index on kinds, and read everybody's.
    rows = effective().filter(person__in=people, happened=True).order_by()
    fields = ("person_id", "id", "kind", "subject", "on", "minutes", "enrolment_id")
    for person, *fact in rows.values_list(*fields).iterator(chunk_size=5000):
        if fact[1] in kinds:
            found[person].append(Fact._make(fact))
    return found
