"""What a hand-over says of one person, read for one reader: nothing comes from here that they may not see.

Each function reads one section from the room that knows it. The order and the wording of the whole are in
`rules.document`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from throughgate.access.policy import Sensitivity, visible
from throughgate.accounts.models import User
from throughgate.casework.models import ContactPerson, Plan
from throughgate.casework.selectors.contacts import effective_parts
from throughgate.casework.selectors.crisis import open_crises_of
from throughgate.casework.selectors.plan import GoalLine, current_version, plans_of, show_version
from throughgate.handover.rules.document import Piece, clip
from throughgate.handover.selectors.standing import PERSON, source_of
from throughgate.people.models import Assignment, Person
from throughgate.people.rules.custody import Place
from throughgate.people.rules.licence import is_over, last_day
from throughgate.people.selectors import PersonSummary, conditions_of, sentences_of, summaries_of
from throughgate.people.selectors.circle import AroundPerson, MemberLine, around_on_person_page
from throughgate.programmes.asking import asked_of
from throughgate.programmes.grammar import WHO_WORDS
from throughgate.programmes.models import Commitment, Enrolment, PromiseSource
from throughgate.programmes.rules import STAGES
from throughgate.record.kinds import kind_of
from throughgate.release.selectors.basics import readiness_of
from throughgate.release.selectors.home import home_standings
from throughgate.story.selectors.answers import Told, answers_of, story_of
from throughgate.story.selectors.meeting import when_you_meet
from throughgate.story.selectors.need_lines import NeedLine
from throughgate.story.selectors.need_reading import Reading
from throughgate.story.shipping import current_questions
from throughgate.web.words import day_words, in_passing, when_words

AHEAD = timedelta(days=30)
CONTACTS = 5
OWN_WORDS = ("long", "short")


@dataclass(frozen=True)
class Reader:
    """Who reads about whom, on which day. What several sections need is read once."""

    user: User
    person: Person
    today: date

    @cached_property
    def summary(self) -> PersonSummary:
        return summaries_of([self.person], self.today)[0]

    @cached_property
    def around(self) -> AroundPerson:
        return around_on_person_page(self.user, self.summary, self.today)

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.user, self.person)


def pieces_for(user: User, person: Person, today: date) -> list[Piece]:
    """Constant queries, however much stands on record."""
    reader = Reader(user, person, today)
    return [piece for read in (*LIVE_READERS, *READERS) for piece in read(reader)]


def live_pieces_for(user: User, person: Person, today: date) -> list[Piece]:
    """Only what is never read from a frozen copy. Constant queries."""
    reader = Reader(user, person, today)
    return [piece for read in LIVE_READERS for piece in read(reader)]


def read_restrictions(reader: Reader) -> Iterator[Piece]:
    for crisis in open_crises_of(reader.user, reader.person):
        words = (
            f"Support is stepped up since {day_words(crisis.raised_at)}. Look at it on {day_words(crisis.review_on)}."
        )
        yield Piece("restrictions", words, clip(crisis.what), "overdue", crisis.sensitivity)
    for one in reader.around.restrictions:
        row = one.row
        when = "" if one.is_now else f", from {day_words(row.from_on)}"
        words = clip(f"{one.do_not or one.headline}{when}", 220)
        yield Piece("restrictions", words, one.source, "overdue", row.sensitivity)
        if one.why:
            yield Piece("restrictions", f"{one.headline}. Why: {clip(one.why, 200)}", level=Sensitivity.SENSITIVE)
    named = {one.row.condition_id for one in reader.around.restrictions}
    for condition in conditions_of(reader.person):
        if condition.pk not in named and not is_over(condition, reader.today):
            last = last_day(condition)
            until = f"Until {day_words(last)}" if last else ""
            yield Piece("restrictions", f"Licence: {clip(condition.wording, 220)}", until, "due")


def read_meeting(reader: Reader) -> Iterator[Piece]:
    person = reader.person
    lines = when_you_meet(reader.user, person)
    rows = answers_of(reader.user, person).filter(superseded_at__isnull=True, item__in=[line.item for line in lines])
    said = {row.item: (reader.reading.level_of(row), source_of(row)) for row in rows}
    for line in lines:
        level, source = said.get(line.item, (Sensitivity.STANDARD, PERSON))
        yield Piece("meeting", clip(line.words), level=level, source=source)
    if person.first_language:
        yield Piece("meeting", f"First language: {person.first_language}", source=PERSON)


def read_standing(reader: Reader) -> Iterator[Piece]:
    return (replace(piece, source=PERSON) for piece in _standing(reader))


def _standing(reader: Reader) -> Iterator[Piece]:
    person, summary = reader.person, reader.summary
    known_as = f", called {person.preferred_name}" if person.preferred_name else ""
    born = f", {_age(person.born_on, reader.today)} years old" if person.born_on else ""
    yield Piece("standing", f"{person.given_name} {person.family_name}{known_as}{born}", person.site.name)
    yield Piece("standing", _where_words(summary))
    if summary.release and summary.release.on and summary.whereabouts.place is not Place.COMMUNITY:
        on = summary.release.on
        words = f"Release: {day_words(on)}, {when_words(on, reader.today)}"
        yield Piece("standing", words, f"{summary.release.get_confidence_display()}. Source: {summary.release.source}")
    yield from (Piece("standing", words) for words in _sentence_words(reader))
    for day in summary.dates:
        if day.on and day.on >= reader.today and day.kind in ("parole_hearing", "licence_end", "sentence_end"):
            yield Piece("standing", f"{day.get_kind_display()}: {day_words(day.on)}")
    for row in _programmes(person):
        yield Piece("standing", f"On {row.model.title}: {STAGES.get(row.stage, row.stage).lower()}")
    others = [f"{row.worker.name} ({row.get_role_display().lower()})" for row in _at_work(summary)]
    if others:
        yield Piece("standing", f"With them now: {', '.join(others)}")


def _where_words(summary: PersonSummary) -> str:
    where = summary.prison.name if summary.prison else ""
    since = f" since {day_words(summary.whereabouts.since)}" if summary.whereabouts.since else ""
    if summary.whereabouts.place is Place.CUSTODY:
        return f"In custody{f' at {where}' if where else ''}{since}"
    return f"In the community{since}" if summary.whereabouts.place is Place.COMMUNITY else "Where they are is not known"


def _sentence_words(reader: Reader) -> Iterator[str]:
    for sentence in sentences_of(reader.person):
        if sentence.ended_on is None or sentence.ended_on >= reader.today:
            yield f"Sentence: {sentence.get_kind_display().lower()}"


def _programmes(person: Person) -> Iterable[Enrolment]:
    rows = Enrolment.objects.filter(person=person, left_on__isnull=True)
    return rows.select_related("model").defer("model__source")


def _at_work(summary: PersonSummary) -> Iterable[Assignment]:
    return [row for row in summary.assignments if row.covers_id is None]


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def read_story(reader: Reader) -> list[Piece]:
    """Their own words first, by area of life; then what was chosen from a list. What may have changed says so."""
    items = current_questions().items
    own: list[Piece] = []
    chosen: list[Piece] = []
    for area in story_of(reader.user, reader.person, reader.today):
        for told in area.told:
            if not told.row.known or told.row.value is None:
                continue
            level = reader.reading.level_of(told.row)
            if told.row.item in items and items[told.row.item].type not in OWN_WORDS:
                chosen.append(_chosen(area.title, told, level))
            else:
                own.append(_own(told, level))
    return own + chosen


def _own(told: Told, level: str) -> Piece:
    return Piece(
        "story", f"“{clip(told.words, 160)}”", f"{told.question} {_when_told(told)}", "", level, source_of(told.row)
    )


def _chosen(area: str, told: Told, level: str) -> Piece:
    """An answer from a list says little without its question."""
    return Piece(
        "story",
        clip(f"{told.question} {told.words}", 160),
        f"{area}. {_when_told(told)}",
        "",
        level,
        source_of(told.row),
    )


def _when_told(told: Told) -> str:
    return f"{day_words(told.row.answered_on)}{', may have changed' if told.stale else ''}"


def read_strengths(reader: Reader) -> list[Piece]:
    return [
        Piece("strengths", one.title.staff, level=one.row.sensitivity, source=source_of(one.row))
        for one in reader.reading.strengths
    ]


def read_needs(reader: Reader) -> list[Piece]:
    return [_need(one) for one in reader.reading.needs if one.is_open]


def _need(line: NeedLine) -> Piece:
    owners = f"Seen to by {line.owners}" if line.owners else ""
    words = f"{line.title.staff}: {line.now.get_status_display().lower()}"
    return Piece("needs", words, owners, level=line.row.sensitivity, source=source_of(line.row))


def read_ready(reader: Reader) -> Iterator[Piece]:
    """Where they stand with a home, and what of the basics is still open, the most pressing first."""
    ready = readiness_of(reader.user, reader.person, reader.today)
    home = ready.home or home_standings(reader.user, [reader.person], reader.today)[reader.person.pk]
    yield Piece(
        "ready", f"Home: {in_passing(home.words)}", "", "overdue" if home.tone == "overdue" else "", source=PERSON
    )
    if ready.lines:
        yield Piece("ready", f"{ready.done} of {len(ready.lines)} in hand", source=PERSON)
    for line in ready.lines:
        if line.next and line.row and line.row.promise and not line.home:
            tone = "overdue" if line.next.by_on < reader.today else ""
            words = f"{line.item.title}: {line.state.title.lower()}"
            note = f"{line.next.title}, by {day_words(line.next.by_on)}"
            yield Piece("ready", words, note, tone, line.row.sensitivity, source_of(line.row.promise))


def read_due(reader: Reader) -> list[Piece]:
    """What is due soon, and by itself what was promised at a contact, whenever that is due."""
    rows = Commitment.objects.filter(
        Q(by_on__lte=reader.today + AHEAD) | Q(promise__source=PromiseSource.FOLLOW_UP),
        person=reader.person,
        is_next=True,
        closed_on__isnull=True,
    )
    open_now = visible(reader.user, rows).select_related("promise", "enrolment__model", "person", "worker")
    return [_due(row, reader.today) for row in open_now.defer("enrolment__model__source").order_by("by_on", "pk")]


def _due(row: Commitment, today: date) -> Piece:
    if row.by_on is None:
        raise AssertionError("Only commitments with a day were read.")
    title = asked_of(row).title
    late = row.by_on < today
    when = f"{day_words(row.by_on)}, {when_words(row.by_on, today, late=late)}"
    who = row.worker.name if row.worker else WHO_WORDS.get(row.who, row.who)
    section = "due"
    if row.promise and row.promise.source == PromiseSource.FOLLOW_UP:
        section, who = "promised", f"Promised by {who}"
    tone = "overdue" if late else "due" if row.by_on == today else ""
    # A commitment is projected anew whenever something changes: what lasts is the promise, or the person's programme.
    source = source_of(row.promise) if row.promise else PERSON
    return Piece(section, f"{title}: {when}", who, tone, row.sensitivity, source)


def read_plan(reader: Reader) -> Iterator[Piece]:
    """What is worked on, in the person's words, each with its open steps; of the versions that both agreed to."""
    for plan in plans_of(reader.user, reader.person):
        for piece in _plan(reader, plan):
            yield replace(piece, level=plan.sensitivity, source=source_of(plan))


def _plan(reader: Reader, plan: Plan) -> Iterator[Piece]:
    version = current_version(plan)
    if version is None:
        return
    if version.review_by:
        yield Piece("plan", f"{plan.title}: look at it again by {day_words(version.review_by)}")
    for goal in show_version(reader.user, plan, version, reader.today).active:
        yield Piece("plan", f"“{clip(goal.goal.words)}”", f"{goal.done} of {goal.of} steps done")
        yield from _steps(goal)


def _steps(goal: GoalLine) -> Iterator[Piece]:
    for line in goal.steps:
        if line.is_open:
            words = f"{clip(line.step.what, 120)}: {line.doer}, by {day_words(line.step.by_on)}"
            yield Piece("plan", words, "", line.tone if line.tone != "quiet" else "")


def read_circle(reader: Reader) -> Iterator[Piece]:
    for line in reader.around.members:
        told = f"May be told: {in_passing(line.told.title)}" if line.told.asked else line.told.title
        note = ". ".join(part for part in (told, clip(line.told.note, 100), line.row.phone) if part)
        yield Piece("circle", f"{line.row.name}, {line.role}", note)
        yield from _barred(line)


def _barred(line: MemberLine) -> Iterator[Piece]:
    """At the level of what bars them: the name alone must not tell of it."""
    for one in line.restrictions:
        if one.is_now:
            yield Piece("circle", f"{line.row.name}: {one.headline}", "", "overdue", one.row.sensitivity)


def read_contacts(reader: Reader) -> Iterator[Piece]:
    parts = visible(reader.user, effective_parts().filter(person=reader.person)).select_related("contact__by", "entry")
    for part in parts.order_by("-contact__on", "-contact__pk")[:CONTACTS]:
        words, note = _contact_words(part), clip(part.note, 160)
        yield Piece("contacts", words, note, "", part.sensitivity, source_of(part))


def _contact_words(part: ContactPerson) -> str:
    contact = part.contact
    came = "" if contact.happened and part.attended != "no" else " (did not happen)"
    if contact.happened and part.attended == "no":
        came = " (they did not come)"
    return f"{day_words(contact.on)}: {kind_of(contact.kind).label}, {contact.by.name}{came}"


LIVE_READERS: tuple[Callable[[Reader], Iterable[Piece]], ...] = (read_restrictions, read_circle)
READERS: tuple[Callable[[Reader], Iterable[Piece]], ...] = (
    read_meeting,
    read_standing,
    read_strengths,
    read_needs,
    read_story,
    read_plan,
    read_ready,
    read_due,
    read_contacts,
)
