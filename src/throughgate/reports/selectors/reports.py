"""Reads of reports, as far as the reader may know of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q, QuerySet

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import PlanVersion
from throughgate.measures.selectors.sittings import in_force
from throughgate.people.models import ParoleHearing, Person
from throughgate.people.selectors.around import list_assignable
from throughgate.programmes.asking import asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.when import parse_when
from throughgate.record.kinds import kind_of
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.reports.grammar import OWN, Section, Template
from throughgate.reports.loading import template_of, templates
from throughgate.reports.models import (
    AtHearing,
    FrozenReport,
    LeftOut,
    Report,
    ReportSent,
    ReportVersion,
    Statement,
)
from throughgate.story.models import Answer, PersonNeed, PersonStrength

# For pages: nothing of the paper itself is read with a version.
JOINED = ("report__person__site", "report__hearing", "author", "signer", "promise")


@dataclass(frozen=True)
class Due:
    """A report that a programme asks for and nobody has begun; `template` where there is one for it."""

    title: str
    subject: str
    by_on: date | None
    template: Template | None
    enrolment: Enrolment


@dataclass(frozen=True)
class SectionLines:
    key: str
    section: Section
    stands: Sequence[Statement]
    left_out: Sequence[Statement]

    @property
    def is_own(self) -> bool:
        return self.section.built in OWN

    @property
    def has_rows(self) -> bool:
        """Whether the author can write something here."""
        return bool(self.stands) or any(one.left_out == LeftOut.AUTHOR for one in self.left_out)


@dataclass(frozen=True)
class Sourced:
    """One source of a statement as a page shows it; `words` are empty where it is closed to the reader."""

    words: str
    on: date
    entry: Entry | None = None


def reports_of(user: User, person: Person) -> list[ReportVersion]:
    """The latest version of each report, the newest begun first. Two queries."""
    mine = visible(user, Report.objects.filter(person=person))
    latest: dict[int, ReportVersion] = {}
    rows = ReportVersion.objects.filter(report__in=mine).select_related(*JOINED, "frozen").defer("frozen__pdf")
    for row in rows.order_by("-report__begun_at", "-report_id", "-number"):
        latest.setdefault(row.report_id, row)
    return list(latest.values())


def open_of_template(user: User, person: Person, template: str) -> ReportVersion | None:
    """The version that is being written of a report of this template, if there is one."""
    of = visible(user, Report.objects.filter(person=person, template=template))
    rows = ReportVersion.objects.filter(report__in=of, frozen__isnull=True).select_related("report")
    return rows.order_by("-report__begun_at", "-report_id").first()


def due_of(user: User, person: Person) -> list[Due]:
    """What their programmes ask for next, the soonest first. One query."""
    rows = Commitment.objects.filter(person=person, enrolment__isnull=False, is_next=True, closed_on__isnull=True)
    found = []
    joined = visible(user, rows).select_related("enrolment__model").defer("enrolment__model__source")
    for row in joined.order_by("by_on", "pk"):
        if row.enrolment is None:
            continue
        asked = asked_by(compiled_model(row.enrolment.model), row.element)
        if "report" in asked.kinds:
            found.append(Due(asked.title, asked.subject, row.by_on, templates().get(asked.subject), row.enrolment))
    return found


def access_version(user: User, ref: str, number: int, *, action: Action = Action.VIEW) -> ReportVersion:
    """Raises Hidden, Forbidden; audited as a read."""
    rows = ReportVersion.objects.select_related(*JOINED, "frozen").defer("frozen__pdf")
    row = rows.filter(report__ref=ref, number=number).first()
    if row is None:
        raise Hidden()
    check(user, action, row)
    record_event(by=user, action="report.read", person=row.report.person, subject=f"report {ref}", version=number)
    return row


def latest_version(user: User, ref: str) -> ReportVersion:
    """Raises Hidden."""
    row = ReportVersion.objects.select_related("report__person__site").filter(report__ref=ref).first()
    if row is None:
        raise Hidden()
    return check(user, Action.VIEW, row)


def version_of_promise(user: User, promise_ref: str) -> ReportVersion:
    """The version that is to be signed, or the latest of the report that is to be sent. Raises Hidden."""
    of = Q(promise__ref=promise_ref) | Q(report__promise__ref=promise_ref)
    row = ReportVersion.objects.select_related("report__person__site").filter(of).order_by("-number").first()
    if row is None:
        raise Hidden()
    return check(user, Action.VIEW, row)


def statements_of(user: User, version: ReportVersion) -> list[Statement]:
    """Those that the reader may know of, in their order."""
    rows = list(visible(user, Statement.objects.filter(version=version)))
    for row in rows:
        row.version = version
    return rows


def closed_in(version: ReportVersion, seen: Sequence[Statement]) -> int:
    """How many that stand in the report the reader may not read."""
    standing = Statement.objects.filter(version=version, left_out="").exclude(words="")
    return standing.exclude(pk__in=[one.pk for one in seen]).count()


def sections_of(version: ReportVersion, statements: Sequence[Statement]) -> list[SectionLines]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        found[one.section].append(one)
    return [
        SectionLines(
            key,
            section,
            [one for one in found[key] if not one.left_out],
            [one for one in found[key] if one.left_out],
        )
        for key, section in template_of(version.report.template).sections.items()
    ]


def left_out_words(statements: Iterable[Statement]) -> list[str]:
    """`2: somebody else said it, in confidence`, the most frequent first."""
    counted = Counter(one.left_out for one in statements if one.left_out)
    return [f"{count}: {LeftOut(code).label}" for code, count in counted.most_common()]


def stale_in(version: ReportVersion, statements: Sequence[Statement]) -> set[int]:
    """Statements of a draft whose sources do not stand any more. One query for each kind of source at most."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in statements:
        for source in one.sources:
            wanted[source["of"]].add(source["id"])
    standing = {of: _standing(of, version.report.person) & ids for of, ids in wanted.items()}
    return {one.pk for one in statements if any(source["id"] not in standing[source["of"]] for source in one.sources)}


def _standing(of: str, person: Person) -> set[int]:
    rows: Mapping[str, QuerySet[Any]] = {
        "entry": effective().filter(person=person),
        "answer": Answer.objects.filter(person=person, superseded_at__isnull=True),
        "sitting": in_force().filter(person=person),
        "plan": PlanVersion.objects.filter(plan__person=person, agreed_at__isnull=False),
        "need": PersonNeed.objects.filter(person=person, ended_on__isnull=True),
        "strength": PersonStrength.objects.filter(person=person, ended_on__isnull=True),
    }
    return set(rows[of].order_by().values_list("pk", flat=True))


def sources_of(user: User, statement: Statement) -> list[Sourced]:
    """What a statement was drawn from, newest first; an entry is shown with its words where the reader may read it."""
    ids = [one["id"] for one in statement.sources if one["of"] == "entry"]
    person = statement.version.report.person
    rows = {row.pk: row for row in visible(user, Entry.objects.filter(person=person, pk__in=ids)).select_related("by")}
    found = [_sourced(one, rows) for one in statement.sources]
    return sorted(found, key=lambda one: one.on, reverse=True)


KINDS_OF_SOURCE: Mapping[str, str] = {
    "answer": "An answer in their story",
    "sitting": "A measure",
    "plan": "A version of their plan",
    "need": "What they want help with",
    "strength": "A strength",
}


def _sourced(source: Mapping[str, str | int], rows: Mapping[int, Entry]) -> Sourced:
    on = date.fromisoformat(str(source["on"]))
    if source["of"] != "entry":
        return Sourced(KINDS_OF_SOURCE[str(source["of"])], on)
    row = rows.get(int(source["id"]))
    return Sourced(f"{kind_of(row.kind).label}: {row.summary}, {row.by.name}", on, row) if row else Sourced("", on)


def access_statement(user: User, version: ReportVersion, pk: int, *, action: Action = Action.VIEW) -> Statement:
    """Raises Hidden, Forbidden."""
    row = Statement.objects.filter(version=version, pk=pk).first()
    if row is None:
        raise Hidden()
    row.version = version
    return check(user, action, row)


def signers_for(version: ReportVersion) -> list[User]:
    """Who may be asked: of a role that the template names, not the author, and able to read all that stands in it."""
    roles = template_of(version.report.template).signs
    levels = set(Statement.objects.filter(version=version, left_out="").values_list("sensitivity", flat=True))
    probes = [Statement(version=version, sensitivity=level) for level in levels | {version.report.sensitivity}]
    people = list_assignable(version.report.person).filter(role__in=[*roles]).exclude(pk=version.author_id)
    return [user for user in people if all(can(user, Action.VIEW, probe) for probe in probes)]


def access_frozen(user: User, version: ReportVersion, *, with_pdf: bool = False) -> FrozenReport:
    """Raises Hidden where it is not frozen, or something in it is closed to the reader."""
    rows = FrozenReport.objects.filter(version=version).select_related("by", "version__report__person__site")
    row = (rows if with_pdf else rows.defer("pdf")).first()
    if row is None:
        raise Hidden()
    return check(user, Action.VIEW, row)


def sent_of(version: ReportVersion) -> list[ReportSent]:
    return list(ReportSent.objects.filter(frozen__version=version).select_related("by").defer("frozen__pdf"))


def due_day(template: Template, person: Person) -> date | None:
    """By the template's own rule, from a date of the person."""
    if not template.by:
        return None
    when = parse_when(template.by)
    held = person.custody_dates.filter(kind=when.anchor, superseded_at__isnull=True).first()
    return when.shifted(held.on) if held else None


def numbers_of(report: Report) -> list[int]:
    return list(report.versions.order_by("number").values_list("number", flat=True))


@dataclass(frozen=True)
class Compared:
    """One place of a section in both versions; a side is empty where it says nothing there."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def compare(before: Sequence[SectionLines], after: Sequence[SectionLines]) -> list[tuple[str, list[Compared]]]:
    """Section by section, statement by statement, as they stand in each."""
    left = {one.key: [row.words for row in one.stands] for one in before}
    return [(one.section.title, _pairs(left.get(one.key, []), [row.words for row in one.stands])) for one in after]


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[Compared]:
    found = []
    for _, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for place in range(max(b - a, d - c)):
            left = before[a + place] if a + place < b else ""
            found.append(Compared(left, after[c + place] if c + place < d else ""))
    return found


def at_hearing(user: User, hearing: ParoleHearing) -> list[AtHearing]:
    """What was written of it that the reader may read; the last holds."""
    return list(visible(user, AtHearing.objects.filter(hearing=hearing)).select_related("by"))
