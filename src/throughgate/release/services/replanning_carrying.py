"""What is done about each thing that rests on a day of release, by what was chosen: one carrier for each that may be.

Within the act of `replanning`, which has locked and checked the person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import AskedBy
from throughgate.casework.selectors.bookings import arrangement_of
from throughgate.casework.services.bookings import cancel_booking, move_booking
from throughgate.people.models import Person
from throughgate.programmes.services.promising import move_promise
from throughgate.programmes.services.waiving import waive
from throughgate.release.models import MetBy, MovedThing, NotMet, ReleaseDay
from throughgate.release.rules.broken import Broken, Effect, Kind, Proposal, day_of
from throughgate.release.rules.release_day import DayError, SaidMeeting
from throughgate.release.selectors.replanning_dates import MovedPart
from throughgate.release.selectors.replanning_due import moved_of
from throughgate.release.selectors.replanning_rows import Rows
from throughgate.release.services.day import change_day, say_who_meets
from throughgate.release.services.day_stops import cancel_stop, hold_stop
from throughgate.release.services.journeys import call_off_journey, move_journey

NOT_FOUND = "Nobody found yet since the release was moved"
ASKED_FIRST = "They are asked first who may be told"


@dataclass(frozen=True)
class Going:
    """One person's move while it is carried out. `ringer` rings where nobody else is in charge of a thing."""

    by: User
    person: Person
    becomes: date
    rows: Rows
    parts: Sequence[MovedPart]
    ringer: User
    override: str = ""
    link: str = ""

    @property
    def because(self) -> str:
        return f"The release was moved to {day_of(self.becomes)}"


@dataclass(frozen=True)
class Result:
    """What came of one thing: `title` is what somebody is to be rung about, by `worker`; else it is done in `words`."""

    words: str = ""
    title: str = ""
    worker: User | None = None
    level: Sensitivity = Sensitivity.STANDARD
    links: Mapping[str, Any] | None = None


Carrier = Callable[[Going, Broken, Proposal], Result]


def move_day(going: Going, meeting: Effect | None) -> None:
    """The planned day goes with the release; who meets them with it, unless somebody else is said below."""
    day = going.rows.day
    if day is None or day.on == going.becomes:
        return
    if not (day.gate_from or going.rows.stops or going.rows.met):
        return  # an empty one has followed the date by itself
    change_day(
        by=going.by,
        day=day,
        on=going.becomes,
        gate_from=day.gate_from,
        gate_to=day.gate_to,
        override=going.override,
        meets_anew=meeting not in (Effect.OTHER, Effect.FIND, Effect.CONSENT),
    )


def carry(going: Going, broken: Broken, picked: Proposal) -> Result:
    return CARRIERS[broken.kind, picked.effect](going, broken, picked)


def thing_of(broken: Broken, picked: Proposal, result: Result) -> MovedThing:
    """Not yet saved."""
    closed = broken.is_closed and result.level == Sensitivity.STANDARD
    return MovedThing(
        kind=broken.kind,
        effect=picked.effect,
        title=broken.title[:200],
        done=result.words[:200],
        whom=broken.whom[:120],
        phone=broken.phone,
        sensitivity=Sensitivity.SENSITIVE if closed else result.level,
        **(result.links or {}),
    )


def _stands(going: Going, broken: Broken, picked: Proposal) -> Result:
    return Result(words=picked.words)


def _ring(title: str) -> Carrier:
    """`{day}` is the new one, `{what}` the thing."""

    def carrier(going: Going, broken: Broken, picked: Proposal) -> Result:
        return Result(title=title.format(day=day_of(going.becomes), what=broken.title, whom=broken.whom))

    return carrier


def _ask_stop(going: Going, broken: Broken, picked: Proposal) -> Result:
    """What is closed to whoever moves the day is asked by whoever planned it, and told to nobody else."""
    stop = going.rows.stops[broken.key]
    day, at = day_of(going.becomes), f" at {stop.at:%H:%M}" if stop.at else ""
    return Result(
        title=f"Ring {stop.with_whom or stop.place} ({stop.title}): does {day}{at} hold?",
        worker=stop.added_by if broken.is_closed and stop.added_by.is_active else going.ringer,
        level=Sensitivity(stop.sensitivity),
        links={"stop": stop},
    )


def _hold_stop(going: Going, broken: Broken, picked: Proposal) -> Result:
    later = hold_stop(by=going.by, stop=going.rows.stops[broken.key], override=going.override)
    return Result(words="The same time holds on the new day", level=Sensitivity(later.sensitivity))


def _cancel_stop(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = cancel_stop(by=going.by, stop=going.rows.stops[broken.key], because=going.because)
    return Result(words="Called off. Tell them", level=Sensitivity(row.sensitivity))


def _same_worker(going: Going, broken: Broken, picked: Proposal) -> Result:
    return Result(words=f"{broken.whom} is booked for {day_of(going.becomes)}")


def _other_worker(going: Going, broken: Broken, picked: Proposal) -> Result:
    worker = User.objects.filter(ref=picked.arg, is_active=True).first()
    if worker is None:
        raise DayError("Choose who of us meets them", "worker")
    _say(going, SaidMeeting(met_by=MetBy.WORKER, worker=worker.pk))
    return Result(words=f"{worker.name} is booked for {day_of(going.becomes)}")


def _find_somebody(going: Going, broken: Broken, picked: Proposal) -> Result:
    if going.rows.met:
        _say(going, SaidMeeting(met_by=MetBy.NOBODY, reason=NotMet.OTHER, words=NOT_FOUND))
    return Result(title=f"Find somebody to meet them at the gate on {day_of(going.becomes)}")


def _ask_for_consent(going: Going, broken: Broken, picked: Proposal) -> Result:
    """Until they have said so and it is noted anew, nobody is said to meet them."""
    _say(going, SaidMeeting(met_by=MetBy.NOBODY, reason=NotMet.OTHER, words=ASKED_FIRST))
    return Result(title=f"Ask {going.person.first_name} whether {broken.whom} may be told, then say who meets them")


def _say(going: Going, said: SaidMeeting) -> None:
    day: Any = going.rows.day
    say_who_meets(by=going.by, day=ReleaseDay(pk=day.pk, person=going.person), said=said, override=going.override)


def _ask_bed(going: Going, broken: Broken, picked: Proposal) -> Result:
    row, day = going.rows.beds[broken.key], day_of(going.becomes)
    return Result(
        title=f"Ring {row.title}: is the place theirs from {day}?",
        worker=row.worker if row.worker.is_active else going.ringer,
        level=Sensitivity(row.sensitivity),
        links={"application": row},
    )


def _look_for_bed(going: Going, broken: Broken, picked: Proposal) -> Result:
    row, day = going.rows.beds.get(broken.key), day_of(going.becomes)
    if row is None:
        return Result(title=f"Find a place to live from {day}")
    return Result(
        title=f"Look for another place from {day}: {row.title}",
        worker=row.worker if row.worker.is_active else going.ringer,
        level=Sensitivity(row.sensitivity),
        links={"application": row},
    )


def _move_journey(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = going.rows.journeys[broken.key].row
    later = move_journey(
        by=going.by, journey=row, on=date.fromisoformat(picked.arg), override=going.override, link=going.link
    )  # fmt: skip
    words = "Moved; a driver is still to be found" if picked.short else "Moved; the driver is asked again"
    return Result(words=words, level=Sensitivity(later.sensitivity))


def _call_off_journey(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = going.rows.journeys[broken.key].row
    call_off_journey(by=going.by, journey=row, because=going.because, link=going.link)
    return Result(words="Called off; the driver is told", level=Sensitivity(row.sensitivity))


def _have_journey_moved(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = going.rows.journeys[broken.key].row
    what = f"{row.pick_up_at:%H:%M} to {row.to_place}"
    return Result(
        title=f"Have the journey of {day_of(row.on)} looked at, release is on {day_of(going.becomes)}: {what}",
        worker=row.made_by if broken.is_closed and row.made_by.is_active else None,
        level=Sensitivity(row.sensitivity),
    )


def _journey_stands(going: Going, broken: Broken, picked: Proposal) -> Result:
    level = Sensitivity(going.rows.journeys[broken.key].row.sensitivity)
    return Result(words=picked.words, level=level)


def _medicine_stands(going: Going, broken: Broken, picked: Proposal) -> Result:
    basic, _ = going.rows.basics[broken.key]
    return Result(words=picked.words, level=Sensitivity(basic.sensitivity))


def _ask_for_medicine(going: Going, broken: Broken, picked: Proposal) -> Result:
    basic, _ = going.rows.basics[broken.key]
    title = f"Ask healthcare for medicine to take out and a prescription for {day_of(going.becomes)}"
    return Result(title=title, level=Sensitivity(basic.sensitivity))


def _begin_basic(going: Going, broken: Broken, picked: Proposal) -> Result:
    """Its own promise is brought forward: what is next of it has one place."""
    basic, _ = going.rows.basics[broken.key]
    promise = basic.promise
    if promise:
        promise.refresh_from_db()
        if not promise.met_on and not promise.withdrawn_on:
            move_promise(by=going.by, promise=promise, by_on=broken.by_on)
    return Result(words=f"Due on {day_of(broken.by_on)}", level=Sensitivity(basic.sensitivity))


def _leave_basic(going: Going, broken: Broken, picked: Proposal) -> Result:
    basic, _ = going.rows.basics[broken.key]
    return Result(words="Goes on after release", level=Sensitivity(basic.sensitivity))


def _ask_about_booking(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = going.rows.bookings[broken.key]
    return Result(
        title=f"Arrange anew where and when it is: {broken.title}",
        worker=row.worker if row.worker.is_active else going.ringer,
        level=Sensitivity(row.sensitivity),
        links={"booking": row},
    )


def _move_booking(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = going.rows.bookings[broken.key]
    on = date.fromisoformat(picked.arg)
    later = move_booking(
        by=going.by,
        booking=row,
        arrangement=replace(arrangement_of(row, row.with_circle.all()), on=on),
        asked_by=AskedBy.PRISON,
        because=going.because,
        override=going.override,
    )
    words = f"Moved to {day_of(on)}. Tell whoever comes"
    return Result(words=words, level=Sensitivity(row.sensitivity), links={"booking": later})


def _cancel_booking(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = going.rows.bookings[broken.key]
    cancel_booking(by=going.by, booking=row, asked_by=AskedBy.PRISON, because=going.because)
    return Result(words="Cancelled. Tell whoever comes", level=Sensitivity(row.sensitivity), links={"booking": row})


def _booking_stands(going: Going, broken: Broken, picked: Proposal) -> Result:
    return Result(words=picked.words, level=Sensitivity(going.rows.bookings[broken.key].sensitivity))


def _waive(going: Going, broken: Broken, picked: Proposal) -> Result:
    enrolment, moved = moved_of(going.parts, broken.key)
    for ordinal in moved.ordinals:
        waive(
            by=going.by, enrolment=enrolment, element=moved.element, spell=moved.spell, ordinal=ordinal,
            reason=picked.arg, note=going.because,
        )  # fmt: skip
    return Result(words=picked.words.replace("Waive it", "Waived"))


def _bed_stands(going: Going, broken: Broken, picked: Proposal) -> Result:
    row = going.rows.beds.get(broken.key)
    return Result(words=picked.words, level=Sensitivity(row.sensitivity) if row else Sensitivity.STANDARD)


CARRIERS: Mapping[tuple[Kind, Effect], Carrier] = {
    (Kind.MEDICINE, Effect.ASK): _ask_for_medicine,
    (Kind.MEDICINE, Effect.KEEP): _medicine_stands,
    (Kind.MEETING, Effect.MOVE): _same_worker,
    (Kind.MEETING, Effect.ASK): _ring("Ask {whom} whether they can be at the gate on {day}"),
    (Kind.MEETING, Effect.CONSENT): _ask_for_consent,
    (Kind.MEETING, Effect.OTHER): _other_worker,
    (Kind.MEETING, Effect.FIND): _find_somebody,
    (Kind.MEETING, Effect.KEEP): _stands,
    (Kind.BED, Effect.ASK): _ask_bed,
    (Kind.BED, Effect.LOOK): _look_for_bed,
    (Kind.BED, Effect.KEEP): _bed_stands,
    (Kind.JOURNEY, Effect.MOVE): _move_journey,
    (Kind.JOURNEY, Effect.KEEP): _journey_stands,
    (Kind.JOURNEY, Effect.CALL_OFF): _call_off_journey,
    (Kind.JOURNEY, Effect.ASK): _have_journey_moved,
    (Kind.STOP, Effect.ASK): _ask_stop,
    (Kind.STOP, Effect.KEEP): _hold_stop,
    (Kind.STOP, Effect.CALL_OFF): _cancel_stop,
    (Kind.GATE, Effect.ASK): _ring("Ask the prison when the gate opens on {day}"),
    (Kind.GATE, Effect.KEEP): _stands,
    (Kind.BASIC, Effect.FIRST): _begin_basic,
    (Kind.BASIC, Effect.LATER): _leave_basic,
    (Kind.BOOKING, Effect.MOVE): _move_booking,
    (Kind.BOOKING, Effect.ASK): _ask_about_booking,
    (Kind.BOOKING, Effect.KEEP): _booking_stands,
    (Kind.BOOKING, Effect.CALL_OFF): _cancel_booking,
    (Kind.HEARING, Effect.ASK): _ring("Ask whether it still takes place: {what}"),
    (Kind.HEARING, Effect.KEEP): _stands,
    (Kind.DUE, Effect.FIRST): _ring("{what}: to be done at once, since release is on {day}"),
    (Kind.DUE, Effect.WAIVE): _waive,
    (Kind.DUE, Effect.TALK): _ring("Talk to the manager about {what}, since release is on {day}"),
    (Kind.PERSON, Effect.ASK): _ring("Tell them in plain words that release is on {day} now, and what is arranged"),
    (Kind.PERSON, Effect.KEEP): _stands,
}
