"""What every act on a journey begins and ends with: the row, locked; what is due of it; the letters to drivers."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.urls import reverse

from throughgate.access.policy import Ability, Action, Sensitivity, check, require
from throughgate.accounts.models import Role, User
from throughgate.audit.services import record_event
from throughgate.casework.services.letters import post_letters
from throughgate.common.acts import hold
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import (
    keep_promise,
    make_promise,
    move_promise,
    reopen_promise,
    reword_promise,
    withdraw_promise,
)
from throughgate.record.services import AlreadyCorrectedError, void_written, write_entry
from throughgate.release.journey_file import journey_habits
from throughgate.release.journey_kinds import ARRANGED
from throughgate.release.models import Journey
from throughgate.release.rules.journey import FIND_TITLE, SETTLED, JourneyError, find_by
from throughgate.release.selectors.journeys import Looked, access_journey, look_at_journey, standing_journeys
from throughgate.release.services.day import settle_days

TO_ANSWER, CHANGED, NEEDS_A_DRIVER = "A journey to answer", "A journey has changed", "A journey needs a driver"


def planned_by(by: User, journey: Journey) -> Journey:
    """For whoever plans: fresh and locked, and the policy asked. Of two who change it at once the second is told.

    Raises Hidden, Forbidden, JourneyError.
    """
    require(by, Ability.PLAN_JOURNEYS)
    lock_person(by, Action.RECORD, journey.person)
    return _standing(by, journey)


def reached_by(by: User, journey: Journey) -> Journey:
    """For whoever drives too, who may see the journey and nothing else of the person.

    Raises Hidden, Forbidden, JourneyError.
    """
    check(by, Action.RECORD, journey)
    # Whoever plans locks the person first: so does this, or the two would wait for each other.
    rows = Person.everyone.select_for_update(of=("self",)).select_related("site")
    journey.person.refresh_from_db(from_queryset=rows)
    hold(journey.person)
    return _standing(by, journey)


def _standing(by: User, journey: Journey) -> Journey:
    person = journey.person
    row = standing_journeys(Journey.objects.filter(pk=journey.pk)).select_for_update(of=("self",)).first()
    if row is None:
        access_journey(by, journey.ref)
        raise JourneyError("Somebody was faster: this journey was changed or called off. Look at it again.")
    row.person = person
    found: Journey = check(by, Action.RECORD, row)
    return found


def settle_journey(by: User, row: Journey) -> Looked:
    """Finding a driver is due until somebody has said yes; that they drive is due on the day, of them. The ledger tells
    that it is arranged, and not where it is no more; a release day that counts on it is planned or due again. Part of
    another write.
    """
    look = look_at_journey(row)
    _settle_finding(by, look)
    _settle_driving(by, look)
    _settle_entry(by, look)
    row.save(update_fields=["promise", "driving", "arranged"])
    settle_days(by, row.person)
    return look


def _settle_finding(by: User, look: Looked) -> None:
    row, is_found = look.row, look.state in SETTLED
    if row.promise is None:
        if is_found or row.cancelled_at:
            return
        row.promise = make_promise(
            by=by, person=row.person, source=PromiseSource.JOURNEY, title=FIND_TITLE, worker=row.made_by,
            by_on=find_by(row.on, today(), journey_habits()), sensitivity=Sensitivity(row.sensitivity),
        )  # fmt: skip
        return
    promise = row.promise
    if row.cancelled_at:
        if not promise.met_on and not promise.withdrawn_on:
            withdraw_promise(by=by, promise=promise, because=row.cancelled_because)
    elif is_found and not promise.met_on:
        if promise.withdrawn_on:
            reopen_promise(by=by, promise=promise)
        keep_promise(by=by, promise=promise, on=today())
    elif not is_found:
        reopen_promise(by=by, promise=promise)
        move_promise(by=by, promise=promise, by_on=find_by(row.on, today(), journey_habits()))


def _settle_driving(by: User, look: Looked) -> None:
    row = look.row
    driver = look.driver.user if look.driver and not row.cancelled_at else None
    promise = row.driving
    if driver is None:
        if promise and not promise.met_on and not promise.withdrawn_on:
            withdraw_promise(by=by, promise=promise, because=row.cancelled_because or "They cannot drive after all")
        return
    title, level = f"Journey at {row.pick_up_at:%H:%M}", Sensitivity(row.sensitivity)
    who = "volunteer" if driver.role == Role.VOLUNTEER else "staff"
    if promise is None:
        row.driving = make_promise(
            by=by, person=row.person, source=PromiseSource.JOURNEY, title=title, who=who, worker=driver, by_on=row.on,
            sensitivity=level,
        )  # fmt: skip
        return
    if promise.withdrawn_on:
        reopen_promise(by=by, promise=promise)
    if (promise.title, promise.worker_id, promise.who, promise.sensitivity) != (title, driver.pk, who, level):
        reword_promise(by=by, promise=promise, title=title, who=who, worker=driver, sensitivity=level)
    if promise.by_on != row.on and not promise.met_on:
        move_promise(by=by, promise=promise, by_on=row.on)


def _settle_entry(by: User, look: Looked) -> None:
    row, is_found = look.row, look.state in SETTLED and not look.row.cancelled_at
    if is_found and row.arranged is None:
        row.arranged = write_entry(
            by=by, person=row.person, kind=ARRANGED, on=today(), row_id=row.pk, summary=f"A driver to {row.to_place}",
            sensitivity=Sensitivity(row.sensitivity),
        )  # fmt: skip
    elif row.arranged is not None and not is_found and not look.has_driver:
        because = row.cancelled_because or "The driver cannot drive after all"
        with suppress(AlreadyCorrectedError):  # somebody has put the record right by hand
            void_written(by=by, entry=row.arranged, reason=because)
        row.arranged = None


def audit_journey(by: User, row: Journey, what: str, **details: Any) -> None:
    record_event(by=by, action=f"journey.{what}", person=row.person, subject=f"journey {row.ref}", **details)


def write_to_drivers(users: Iterable[int], subject: str, link: str) -> None:
    """`link` leads to their own list, never to one journey; left out where no request is at hand."""
    link = link or _page("release:my_journeys")
    post_letters(users, subject, "release/email/journey_message.txt", what=subject, link=link)


def write_to_planner(row: Journey, by: User, link: str) -> None:
    if row.made_by_id != by.pk:
        link = link or _page("release:journeys")
        post_letters([row.made_by_id], NEEDS_A_DRIVER, "release/email/journey_needs_driver.txt", link=link)


def _page(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}" if settings.SITE_URL else ""
