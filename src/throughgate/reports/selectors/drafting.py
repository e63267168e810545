"""What the record gives for each section of a report, read for its author: nothing comes from here that they may not
see. Constant queries, however much stands on record.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from throughgate.accounts.models import User
from throughgate.casework.models import Plan, PlanVersion
from throughgate.casework.selectors.plan import plans_of, show_version
from throughgate.measures.selectors.sittings import results_of
from throughgate.people.models import Person
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.sharing import sharing_of
from throughgate.record.kinds import kind_of
from throughgate.record.models import Entry
from throughgate.record.selectors import timeline_of
from throughgate.reports.grammar import Template
from throughgate.reports.rules.drafting import OWN_SOURCES, Fact, Piece, Source, attendance, done
from throughgate.story.selectors.answers import Told, story_of
from throughgate.story.selectors.need_reading import Reading
from throughgate.web.words import day_words

CUSTODY = ("custody-move", "sentence", "parole-hearing", "licence-condition", "licence-condition-ended", "hdc")
NEEDS_ITS_KIND = frozenset({"hdc"})  # the summary does not say what it is about
# What other sections tell of, or what is only housekeeping of the record.
QUIET = frozenset({"custody", "plan", "programme"})
RISK = frozenset(
    {"trigger-feelings", "trigger-places", "trigger-signs", "trigger-plan", "what-calms", "stays-safe-how"}
)


@dataclass(frozen=True)
class Reader:
    """Who writes about whom, on which day. What several sections need is read once."""

    user: User
    person: Person
    today: date

    @cached_property
    def entries(self) -> list[Entry]:
        rows = timeline_of(self.user, self.person).select_related(None)
        return list(rows.only("kind", "on", "happened", "summary", "sensitivity").order_by("on", "pk"))

    @cached_property
    def facts(self) -> list[Fact]:
        return [self._fact(row) for row in self.entries]

    def _fact(self, row: Entry) -> Fact:
        kind = kind_of(row.kind)
        return Fact(row.pk, row.kind, kind.label, row.on, row.happened, kind.contact, row.sensitivity)

    @cached_property
    def told(self) -> list[Told]:
        areas = story_of(self.user, self.person, self.today)
        return [one for area in areas for one in area.told if one.row.known and one.row.value is not None]

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.user, self.person)


def pieces_of(built: str, reader: Reader) -> list[Piece]:
    return list(READERS[built](reader)) if built in READERS else []


def read_custody(reader: Reader) -> Iterator[Piece]:
    for row in reader.entries:
        if row.kind in CUSTODY and row.happened:
            about = f"{kind_of(row.kind).label}. " if row.kind in NEEDS_ITS_KIND else ""
            words = f"{day_words(row.on)}: {about}{row.summary}."
            yield Piece(words, (Source("entry", row.pk, row.on),), row.sensitivity)


def read_attendance(reader: Reader) -> Iterable[Piece]:
    return attendance(reader.facts)


def read_done(reader: Reader) -> Iterable[Piece]:
    quiet = {fact.kind for fact in reader.facts if kind_of(fact.kind).group in QUIET}
    return done(reader.facts, quiet)


def read_plan(reader: Reader) -> Iterator[Piece]:
    """What both agreed to, version by version, and how far each goal of the latest one is."""
    plans = {plan.pk: plan for plan in plans_of(reader.user, reader.person)}
    agreed: dict[int, list[PlanVersion]] = {}
    rows = PlanVersion.objects.filter(plan__in=plans, agreed_at__isnull=False).order_by("plan", "number")
    for version in rows:
        version.plan = plans[version.plan_id]
        agreed.setdefault(version.plan_id, []).append(version)
    for key, versions in agreed.items():
        yield from _plan(reader, plans[key], versions)


def _plan(reader: Reader, plan: Plan, versions: list[PlanVersion]) -> Iterator[Piece]:
    sources = tuple(Source("plan", one.pk, _agreed_on(one)) for one in versions)
    latest = versions[-1]
    words = f"{plan.title}: agreed on {day_words(_agreed_on(latest))}"
    yield Piece(f"{words}{f', version {len(versions)}' if len(versions) > 1 else ''}.", sources, plan.sensitivity)
    for goal in show_version(reader.user, plan, latest, reader.today).goals:
        said = f"Goal: “{goal.goal.words}” {goal.status.label}, {goal.done} of {goal.of} steps done."
        yield Piece(said, sources[-1:], plan.sensitivity)


def _agreed_on(version: PlanVersion) -> date:
    if version.agreed_at is None:
        raise AssertionError("Only versions that were agreed to were read.")
    return version.agreed_at.date()


def read_measures(reader: Reader) -> Iterator[Piece]:
    """The first and the latest result of each measure."""
    found: dict[str, list[Piece]] = {}
    for row in results_of(reader.user, reader.person):
        words = f"{day_words(row.on)}: {row.entry.summary if row.entry else row.title}."
        found.setdefault(row.instrument, []).append(Piece(words, (Source("sitting", row.pk, row.on),), row.sensitivity))
    for rows in found.values():
        yield rows[0]
        if len(rows) > 1:
            yield rows[-1]


def read_strengths(reader: Reader) -> Iterator[Piece]:
    for one in reader.reading.strengths:
        source = Source("strength", one.row.pk, one.row.noted_on)
        yield Piece(f"{one.title.staff}.", (source,), one.row.sensitivity)


def read_needs(reader: Reader) -> Iterator[Piece]:
    for one in reader.reading.needs:
        words = f"{one.title.staff}: {one.now.get_status_display().lower()}."
        yield Piece(words, (Source("need", one.row.pk, one.row.noted_on),), one.row.sensitivity)


def read_told(reader: Reader) -> Iterator[Piece]:
    return (_told(reader, one) for one in reader.told)


def read_risk(reader: Reader) -> Iterator[Piece]:
    return (_told(reader, one) for one in reader.told if one.row.item in RISK)


def _told(reader: Reader, one: Told) -> Piece:
    words = f"{one.question} “{one.words}” ({day_words(one.row.answered_on)})"
    source = Source("answer", one.row.pk, one.row.answered_on)
    return Piece(words, (source,), reader.reading.level_of(one.row), one.row.source not in OWN_SOURCES)


READERS: Mapping[str, Callable[[Reader], Iterable[Piece]]] = {
    "custody": read_custody,
    "attendance": read_attendance,
    "done": read_done,
    "plan": read_plan,
    "measures": read_measures,
    "strengths": read_strengths,
    "needs": read_needs,
    "told": read_told,
    "risk": read_risk,
}


def recipient_of(template: Template) -> Recipient:
    return Recipient(template.to.kind)


def shared_with(person: Person, template: Template, today: date) -> Mapping[str, bool]:
    """By kind of thing, whether the recipient of this report may be told it today."""
    scopes = {one.scope for one in template.sections.values() if one.scope} | {"health"}
    return {
        scope: sharing_of(
            person, purpose=template.to.purpose, recipient=recipient_of(template), scope=scope, today=today
        ).allowed
        for scope in sorted(scopes)
    }
