"""A report is begun, drafted from the record, and worded by its author."""

from collections.abc import Mapping

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import ParoleHearing, Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import make_promise
from throughgate.reports.grammar import OWN, Template
from throughgate.reports.loading import template_of
from throughgate.reports.models import FrozenReport, LeftOut, Report, ReportVersion, Statement
from throughgate.reports.rules.drafting import PUT_BACK, Piece, why_left_out
from throughgate.reports.rules.versions import ReportError, check_open
from throughgate.reports.selectors.drafting import Reader, pieces_of, shared_with
from throughgate.reports.selectors.reports import due_day, due_of, open_of_template, stale_in


class OpenReportError(ReportError):
    """One of this kind is being written already; `version` is where to go on."""

    def __init__(self, version: ReportVersion) -> None:
        super().__init__("One of these is being written already. Go on with that one", "template")
        self.version = version


@act()
def begin_report(*, by: User, person: Person, template: str, hearing: ParoleHearing | None = None) -> ReportVersion:
    """Draft the first version from what its author may read. A person has one of a template that is not frozen.

    Raises Hidden, Forbidden, ReportError, OpenReportError.
    """
    lock_person(by, Action.RECORD, person)
    form = template_of(template)
    if form.sensitivity not in writable_levels(by, person) or by.role not in form.signs:
        raise Forbidden(Action.RECORD)
    if form.hearing and hearing is None:
        raise ReportError("Choose the hearing it is for", "hearing")
    if there := open_of_template(by, person, form.slug):
        raise OpenReportError(there)
    report = Report(
        person=person, template=form.slug, title=form.title, sensitivity=form.sensitivity, hearing=hearing, begun_by=by
    )
    _promise_to_send(by, report, form)
    report.save()
    version = ReportVersion.objects.create(
        report=report, number=1, template_version=form.version, drafted_on=today(), author=by
    )
    _draft(by, version, {})
    record_event(by=by, action="report.begun", person=person, subject=f"report {report.ref}", template=template)
    return version


def _promise_to_send(by: User, report: Report, form: Template) -> None:
    """By the template's rule, where no programme asks for it by a day."""
    day = due_day(form, report.person)
    if day is None or any(one.subject == form.slug for one in due_of(by, report.person)):
        return
    report.promise = make_promise(
        by=by,
        person=report.person,
        source=PromiseSource.REPORT,
        title=f"Send: {form.title.lower()}",
        worker=by,
        by_on=max(day, today()),
        sensitivity=Sensitivity(form.sensitivity),
    )


def _draft(by: User, version: ReportVersion, before: Mapping[tuple[str, str], Statement]) -> None:
    """Lay out every section anew. `before`: what stood there, by section and draft: the author's words are kept."""
    form, person = template_of(version.report.template), version.report.person
    reader, shared = Reader(by, person, today()), shared_with(person, form, today())
    rows: list[Statement] = []
    for key, section in form.sections.items():
        if section.built in OWN:
            rows.append(_own(version, key, version.report.sensitivity, before.get((key, "")), len(rows)))
            continue
        for piece in pieces_of(section.built, reader):
            known = before.get((key, piece.words))
            rows.append(_statement(version, key, section.scope or "", piece, shared, known, len(rows)))
    Statement.objects.bulk_create(rows)


def _own(version: ReportVersion, key: str, level: str, known: Statement | None, place: int) -> Statement:
    words = known.words if known else ""
    return Statement(
        version=version, section=key, place=place, words=words, is_opinion=True, sensitivity=level,
        changed_at=known.changed_at if known else None,
    )  # fmt: skip


def _statement(
    version: ReportVersion, key: str, scope: str, piece: Piece, shared: Mapping[str, bool],
    known: Statement | None, place: int,
) -> Statement:  # fmt: skip
    why, because = why_left_out(piece, shared, scope), ""
    if known and why != LeftOut.NO_BASIS:
        because = known.put_back_because
        why = "" if because else why or (LeftOut.AUTHOR if known.left_out == LeftOut.AUTHOR else "")
    return Statement(
        version=version,
        section=key,
        place=place,
        drafted=piece.words,
        words=known.words if known else piece.words,
        sensitivity=piece.level,
        scope=scope,
        sources=[one.kept() for one in piece.sources],
        sourced=len(piece.sources),
        left_out=why,
        put_back_because=because,
        changed_at=known.changed_at if known else None,
    )


def open_for(by: User, version: ReportVersion) -> ReportVersion:
    """The same version, locked, if this author may go on writing it. Raises Hidden, Forbidden, ReportError."""
    lock_person(by, Action.RECORD, version.report.person)
    person = version.report.person
    version.refresh_from_db()
    version.report.person = person
    check(by, Action.RECORD, version)
    if version.author_id != by.pk:
        raise Forbidden(Action.RECORD)
    check_open(is_frozen=is_frozen(version), is_asked=version.asked_at is not None)
    return version


def is_frozen(version: ReportVersion) -> bool:
    return FrozenReport.objects.filter(version=version).exists()


@act()
def draft_anew(*, by: User, version: ReportVersion) -> ReportVersion:
    """From the record as it stands now. What the author wrote is kept where the record still says the same.

    Raises Hidden, Forbidden, ReportError.
    """
    open_for(by, version)
    old = list(Statement.objects.filter(version=version))
    Statement.objects.filter(version=version).delete()
    version.drafted_on = today()
    version.save(update_fields=["drafted_on"])
    _draft(by, version, {(one.section, one.drafted): one for one in old})
    record_event(by=by, action="report.drafted_anew", person=version.report.person, subject=subject_of(version))
    return version


@act()
def begin_version(*, by: User, report: Report, because: str) -> ReportVersion:
    """Another one in the place of one that is frozen. Raises Hidden, Forbidden, ReportError."""
    lock_person(by, Action.RECORD, report.person)
    check(by, Action.RECORD, report)
    form = template_of(report.template)
    if by.role not in form.signs:
        raise Forbidden(Action.RECORD)
    last = report.versions.order_by("-number").first()
    if last is None or not is_frozen(last):
        raise ReportError("The last version is not frozen yet. Go on with that one")
    if not because.strip():
        raise ReportError("Say why there is a new version", "because")
    version = ReportVersion.objects.create(
        report=report,
        number=last.number + 1,
        template_version=form.version,
        because=because.strip(),
        drafted_on=today(),
        author=by,
    )
    known = last.statements.filter(sensitivity__in=writable_levels(by, report.person))
    before = {(one.section, one.drafted): one for one in known}
    _draft(by, version, before)
    record_event(by=by, action="report.begun_again", person=report.person, subject=subject_of(version))
    return version


@act()
def write_statements(
    *, by: User, version: ReportVersion, words: Mapping[int, str], left_out: Mapping[int, bool] | None = None
) -> None:
    """What the author says instead, and what they leave out, by statement. Empty words leave a statement out too.

    Raises Hidden, Forbidden, ReportError.
    """
    open_for(by, version)
    mine = set(writable_levels(by, version.report.person))
    for row in Statement.objects.filter(version=version, pk__in=[*words, *(left_out or {})]):
        if row.sensitivity not in mine or row.left_out not in ("", LeftOut.AUTHOR):
            continue
        said = words.get(row.pk, row.words).strip()
        out = (left_out or {}).get(row.pk, row.left_out == LeftOut.AUTHOR) or (not said and not row.is_opinion)
        code = LeftOut.AUTHOR if out and not row.is_opinion else ""
        if (said, code) != (row.words, row.left_out):
            row.words, row.left_out, row.changed_at = said or row.drafted, code, timezone.now()
            row.save(update_fields=["words", "left_out", "changed_at"])
    record_event(by=by, action="report.worded", person=version.report.person, subject=subject_of(version))


@act()
def put_back(*, by: User, statement: Statement, because: str) -> Statement:
    """Into the report after all, with a reason. Never what the recipient may not be told.

    Raises Hidden, Forbidden, ReportError.
    """
    version = open_for(by, statement.version)
    check(by, Action.RECORD, statement)
    form = template_of(version.report.template)
    shared = shared_with(version.report.person, form, today())
    needed = {statement.scope} | ({"health"} if statement.sensitivity == Sensitivity.CLINICAL else set())
    if statement.left_out not in PUT_BACK or not all(shared.get(scope, False) for scope in needed):
        raise ReportError("This recipient may not be told it. Ask the person first, and record what they say")
    if not because.strip():
        raise ReportError("Say why it has to stand in the report", "because")
    statement.left_out, statement.put_back_because = "", because.strip()
    statement.changed_at = timezone.now()
    statement.save(update_fields=["left_out", "put_back_because", "changed_at"])
    record_event(by=by, action="report.put_back", person=version.report.person, subject=subject_of(version))
    return statement


def check_fresh(version: ReportVersion) -> None:
    """Raises ReportError where something it says does not stand in the record any more."""
    standing = list(Statement.objects.filter(version=version, left_out=""))
    if stale_in(version, standing):
        raise ReportError("The record changed since this was drafted. Draft it anew, and look at what changed")


def subject_of(version: ReportVersion) -> str:
    return f"report {version.report.ref} version {version.number}"
