"""A report is gone through with the person, signed off, frozen and sent."""

from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.rules.sharing import Recipient
from throughgate.people.services.sharing import check_sharing
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, withdraw_promise
from throughgate.record.services import write_entry
from throughgate.reports.kinds import FROZEN, REPORT
from throughgate.reports.loading import template_of
from throughgate.reports.models import FrozenReport, GoneThrough, How, ReportSent, ReportVersion, SignOff, Statement
from throughgate.reports.paper import report_as_pdf
from throughgate.reports.rules.drafting import most_closed
from throughgate.reports.rules.versions import ReportError, check_complete, check_signer, check_signs
from throughgate.reports.selectors.reports import due_of, signers_for
from throughgate.reports.services.writing import check_fresh, is_frozen, open_for, subject_of

TO_SIGN = TO_MEND = timedelta(days=3)


@act()
def note_gone_through(
    *, by: User, version: ReportVersion, on: date, how: str, said: str = "", is_added: bool = False
) -> GoneThrough:
    """Raises Hidden, Forbidden, ReportError."""
    open_for(by, version)
    if on > today():
        raise ReportError("The day cannot be in the future", "on")
    if how == How.NOT and not said.strip():
        raise ReportError("Say why it could not be gone through with them", "said")
    if is_added and (not said.strip() or how == How.NOT):
        raise ReportError("Write the words that they want added", "said")
    row = GoneThrough.objects.create(version=version, on=on, how=How(how), said=said.strip(), is_added=is_added, by=by)
    record_event(by=by, action="report.gone_through", person=version.report.person, subject=subject_of(version))
    return row


@act()
def ask_sign_off(*, by: User, version: ReportVersion, signer: User) -> ReportVersion:
    """It waits for the other one from now on, who finds it on Today. Raises Hidden, Forbidden, ReportError."""
    open_for(by, version)
    _check_ready(version)
    check_signer(author=by.pk, signer=signer.pk)
    if signer not in signers_for(version):
        raise ReportError("Choose somebody who may read all of it", "signer")
    _answered(by, version)
    version.asked_at, version.signer = timezone.now(), signer
    version.promise = _promise(by, version, "Sign off", signer, TO_SIGN)
    version.save(update_fields=["asked_at", "signer", "promise"])
    record_event(by=by, action="report.sign_off_asked", person=version.report.person, subject=subject_of(version))
    return version


@act()
def take_back(*, by: User, version: ReportVersion) -> ReportVersion:
    """The author goes on writing: nobody is asked to sign any more. Raises Hidden, Forbidden, ReportError."""
    _lock(by, version)
    if by.pk != version.author_id:
        raise Forbidden(Action.RECORD)
    if is_frozen(version) or version.asked_at is None:
        raise ReportError("There is nothing to take back")
    _open_again(by, version, "The author goes on writing")
    record_event(by=by, action="report.taken_back", person=version.report.person, subject=subject_of(version))
    return version


@act()
def send_back(*, by: User, version: ReportVersion, words: str) -> SignOff:
    """To the author, who finds it on Today with what has to change. Raises Hidden, Forbidden, ReportError."""
    _check_signer(by, version)
    if not words.strip():
        raise ReportError("Say what has to change", "words")
    row = SignOff.objects.create(version=version, is_signed=False, words=words.strip(), by=by)
    _answered(by, version)
    version.asked_at = version.signer = None
    version.promise = _promise(by, version, "Sent back", version.author, TO_MEND)
    version.save(update_fields=["asked_at", "signer", "promise"])
    record_event(by=by, action="report.sent_back", person=version.report.person, subject=subject_of(version))
    return row


@act()
def sign(*, by: User, version: ReportVersion, words: str = "") -> FrozenReport:
    """Signed is frozen, in one act: what was read is what stands. Raises Hidden, Forbidden, ReportError, NoPdfError."""
    _check_signer(by, version)
    check_fresh(version)
    SignOff.objects.create(version=version, is_signed=True, words=words.strip(), by=by)
    _answered(by, version)
    record_event(by=by, action="report.signed", person=version.report.person, subject=subject_of(version))
    return _freeze(by, version)


@act()
def freeze(*, by: User, version: ReportVersion) -> FrozenReport:
    """By its author, where no second person is asked. Raises Hidden, Forbidden, ReportError, NoPdfError."""
    open_for(by, version)
    if template_of(version.report.template).sign_off:
        raise ReportError("Somebody else signs this off before it is frozen")
    _check_ready(version)
    return _freeze(by, version)


@act()
def send_report(*, by: User, version: ReportVersion, on: date, to_name: str) -> ReportSent:
    """Note that the paper went out. Every kind of thing in it is asked of what may be shared.

    Raises Hidden, Forbidden, ReportError, NotSharedError.
    """
    _lock(by, version)
    frozen = FrozenReport.objects.filter(version=version).defer("pdf").first()
    if frozen is None:
        raise ReportError("Freeze it first: what is sent no longer changes")
    check(by, Action.RECORD, frozen)
    if on > today() or on < timezone.localdate(frozen.at):
        raise ReportError("The day lies between the day it was frozen and today", "on")
    report, form = version.report, template_of(version.report.template)
    recipient = Recipient(form.to.kind, to_name.strip())
    basis = {
        scope: str(
            check_sharing(by=by, person=report.person, purpose=form.to.purpose, recipient=recipient, scope=scope).state
        )
        for scope in _scopes(version)
    }
    due = next((one for one in due_of(by, report.person) if one.subject == report.template), None)
    entry = write_entry(
        by=by,
        person=report.person,
        kind=REPORT,
        subject=report.template,
        on=on,
        enrolment=due.enrolment if due else None,
        summary=f"{report.title} sent, version {version.number}",
        sensitivity=Sensitivity(report.sensitivity),
        row_id=version.pk,
    )
    sent = ReportSent.objects.create(
        frozen=frozen, on=on, to_kind=form.to.kind, to_name=to_name.strip(), purpose=form.to.purpose, basis=basis,
        entry=entry, by=by,
    )  # fmt: skip
    if report.promise:
        keep_promise(by=by, promise=report.promise, on=on, entry=entry)
    record_event(
        by=by, action="report.sent", person=report.person, subject=subject_of(version), to=form.to.kind, basis=basis
    )
    return sent


def _scopes(version: ReportVersion) -> list[str]:
    rows = Statement.objects.filter(version=version, left_out="", is_opinion=False)
    found = {row.scope for row in rows} | {"health" for row in rows if row.sensitivity == Sensitivity.CLINICAL}
    # An opinion alone tells at least how far somebody came.
    return sorted(found) or ["progress"]


def _check_ready(version: ReportVersion) -> None:
    form = template_of(version.report.template)
    check_complete(
        list(Statement.objects.filter(version=version)),
        form.must,
        with_person=form.with_person,
        gone_through=GoneThrough.objects.filter(version=version).exists(),
    )
    check_fresh(version)


def _freeze(by: User, version: ReportVersion) -> FrozenReport:
    at = timezone.now()
    levels = Statement.objects.filter(version=version, left_out="").values_list("sensitivity", flat=True)
    pdf = report_as_pdf(version, at)
    frozen = FrozenReport.objects.create(
        version=version,
        sensitivity=most_closed([version.report.sensitivity, *levels]),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        at=at,
        by=by,
    )
    write_entry(
        by=by,
        person=version.report.person,
        kind=FROZEN,
        subject=version.report.template,
        on=timezone.localdate(at),
        summary=f"{version.report.title}, version {version.number}",
        sensitivity=Sensitivity(version.report.sensitivity),
        row_id=version.pk,
    )
    record_event(by=by, action="report.frozen", person=version.report.person, subject=subject_of(version))
    return frozen


def _lock(by: User, version: ReportVersion) -> None:
    person = lock_person(by, Action.VIEW, version.report.person)
    version.refresh_from_db()
    version.report.person = person
    check(by, Action.RECORD, version)


def _check_signer(by: User, version: ReportVersion) -> None:
    _lock(by, version)
    if is_frozen(version) or version.asked_at is None:
        raise ReportError("This version does not wait for sign-off")
    check_signs(author=version.author_id, signer=version.signer_id, by=by.pk)


def _promise(by: User, version: ReportVersion, what: str, worker: User, within: timedelta) -> Promise:
    return make_promise(
        by=by,
        person=version.report.person,
        source=PromiseSource.REPORT,
        title=f"{what}: {version.report.title.lower()}",
        worker=worker,
        by_on=today() + within,
        sensitivity=Sensitivity(version.report.sensitivity),
    )


def _answered(by: User, version: ReportVersion) -> None:
    """What was asked of the author or of whoever signs is done; where it was withdrawn meanwhile it stays so."""
    if version.promise and version.promise.withdrawn_on is None:
        keep_promise(by=by, promise=version.promise, on=today())


def _open_again(by: User, version: ReportVersion, because: str) -> None:
    if version.promise:
        withdraw_promise(by=by, promise=version.promise, because=because)
    version.asked_at = version.signer = version.promise = None
    version.save(update_fields=["asked_at", "signer", "promise"])
