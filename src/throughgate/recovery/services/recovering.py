"""Days counted, a lapse answered, pages set and brought back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.services.crisis import raise_crisis
from throughgate.casework.services.done import record_done
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Enrolment
from throughgate.record.models import Entry
from throughgate.record.services import write_entry
from throughgate.recovery.kinds import CRISIS, IN_CELL, LAPSE
from throughgate.recovery.models import CellSheet, CleanFrom, Lapse
from throughgate.recovery.rules.counting import check_lapse
from throughgate.recovery.rules.treatment import TreatmentError
from throughgate.recovery.selectors.treatment import check_clinical, standing_of
from throughgate.recovery.services.lapses import promise_to_look
from throughgate.recovery.sheets_file import sheets

SUMMARY = "A lapse, and what they did next"


@act()
def count_from(*, by: User, person: Person, on: date) -> CleanFrom:
    """Raises Hidden, Forbidden, TreatmentError."""
    lock_person(by, Action.RECORD, person)
    check_clinical(by, person, Action.RECORD)
    if on > today():
        raise TreatmentError("The day cannot be in the future", "on")
    last = CleanFrom.objects.filter(person=person).order_by("-pk").first()
    if last and last.on == on:
        return last
    record_event(by=by, action="recovery.counted_from", person=person, subject="days in recovery")
    return CleanFrom.objects.create(person=person, on=on, by=by)


@act()
def record_lapse(
    *,
    by: User,
    person: Person,
    from_on: date,
    to_on: date | None = None,
    happened: str = "",
    tried: str = "",
    helped: str = "",
    follows: str = "",
    step_up: bool = False,
    enrolment: Enrolment | None = None,
    token: UUID | None = None,
) -> Lapse:
    """With what the plan said of it that day. `step_up` raises a crisis, which says nothing of what is written here;
    without it somebody is to look at the plan with them soon.

    Sent twice it stays one. Raises Hidden, Forbidden, TreatmentError, CrisisError.
    """
    lock_person(by, Action.RECORD, person)
    check_clinical(by, person, Action.RECORD)
    if token and (saved := Lapse.objects.filter(by=by, token=token).first()):
        return saved
    check_lapse(from_on, to_on or from_on, today())
    standing = standing_of(by, person, draft=False)
    with announced_once():
        crisis = raise_crisis(by=by, person=person, kind=CRISIS) if step_up else None
        entry = write_entry(
            by=by,
            person=person,
            kind=LAPSE,
            on=from_on,
            summary=SUMMARY,
            enrolment=enrolment,
            sensitivity=Sensitivity.CLINICAL,
        )
        lapse = Lapse.objects.create(
            person=person,
            entry=entry,
            from_on=from_on,
            to_on=to_on or from_on,
            happened=happened.strip(),
            tried=tried.strip(),
            helped=helped.strip(),
            follows=follows.strip(),
            version=standing.version if standing else None,
            crisis=crisis,
            promise=None if crisis else promise_to_look(by, person),
            by=by,
            token=token,
        )
    record_event(by=by, action="recovery.lapse", person=person, subject=f"lapse {lapse.ref}")
    return lapse


@act()
def set_sheets(*, by: User, person: Person, codes: Sequence[str], on: date) -> list[CellSheet]:
    """Those that are with them already stay as they are. Raises Hidden, Forbidden, TreatmentError."""
    lock_person(by, Action.RECORD, person)
    check_clinical(by, person, Action.RECORD)
    if not codes or not set(codes) <= set(sheets()):
        raise TreatmentError("Choose the pages", "codes")
    if on > today():
        raise TreatmentError("The day cannot be in the future", "on")
    with_them = {row.sheet: row for row in CellSheet.objects.filter(person=person, returned_on__isnull=True)}
    return [with_them.get(code) or _set_sheet(by, person, code, on) for code in codes]


def _set_sheet(by: User, person: Person, code: str, on: date) -> CellSheet:
    row = CellSheet.objects.create(person=person, sheet=code, title=sheets()[code].title, set_on=on, set_by=by)
    record_event(by=by, action="recovery.sheet_set", person=person, subject=f"sheet {row.ref}")
    return row


@act()
def return_sheet(
    *,
    by: User,
    sheet: CellSheet,
    on: date,
    was_read: bool = False,
    was_talked_about: bool = False,
    enrolment: Enrolment | None = None,
) -> CellSheet:
    """It counts as in-cell work from the day on which it came back. Raises Hidden, Forbidden, TreatmentError."""
    lock_person(by, Action.RECORD, sheet.person)
    person = sheet.person
    sheet.refresh_from_db()
    sheet.person = person
    check(by, Action.RECORD, sheet)
    if sheet.returned_on:
        return sheet
    if on > today() or on < sheet.set_on:
        raise TreatmentError("Between the day it was set and today", "on")
    sheet.done = record_done(
        by=by,
        person=person,
        kind=IN_CELL,
        on=on,
        note=sheet.title,
        enrolment=enrolment,
        sensitivity=Sensitivity.CLINICAL,
    )
    sheet.returned_on, sheet.returned_to = on, by
    sheet.was_read, sheet.was_talked_about = was_read, was_talked_about
    sheet.save(update_fields=["done", "returned_on", "returned_to", "was_read", "was_talked_about"])
    record_event(by=by, action="recovery.sheet_returned", person=person, subject=f"sheet {sheet.ref}")
    return sheet


def reopen_voided(void: Entry) -> None:
    """Pages whose in-cell work should not have been recorded are out again. In the transaction of the void."""
    row: Entry | None = void.corrects
    while row is not None:
        for sheet in CellSheet.objects.filter(done__entry=row).select_related("person"):
            sheet.done, sheet.returned_on, sheet.returned_to = None, None, None
            sheet.was_read = sheet.was_talked_about = False
            sheet.save(update_fields=["done", "returned_on", "returned_to", "was_read", "was_talked_about"])
            record_event(
                by=void.by, action="recovery.sheet_reopened", person=sheet.person, subject=f"sheet {sheet.ref}"
            )
        row = row.corrects
