"""What rests on people's day of release, as one reader may know it: the facts that the rules reckon with.

What the reader may not read rests on it too: it is in it without its name, and only asking for it anew is proposed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from throughgate.access.policy import Ability, Action, can, has
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.casework.selectors.bookings import arrangement_of
from throughgate.common.bank_holidays import nation_of
from throughgate.people.models import Person
from throughgate.people.rules.restrictions import Booking as AskedOf
from throughgate.people.selectors.restrictions import findings_for
from throughgate.people.selectors.sharing_many import ToShare, sharings_of
from throughgate.record.kinds import kind_of
from throughgate.release.basics_file import Item
from throughgate.release.models import DayStop, HomeApplication, HomeState, ReleaseDay
from throughgate.release.rules import broken as rules
from throughgate.release.rules.broken import Facts, Helper
from throughgate.release.rules.replanning import crosses, shifted_day
from throughgate.release.selectors.basics import Stood
from throughgate.release.selectors.day import CLOSED_STOP
from throughgate.release.selectors.day_asked import asked_of_meeting, asked_of_stop, gate_arrangement, gate_of
from throughgate.release.selectors.journeys import Looked
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.selectors.replanning_dates import DateMove, MovedPart
from throughgate.release.selectors.replanning_due import due_of
from throughgate.release.selectors.replanning_rows import Rows
from throughgate.release.selectors.replanning_team import Team, read_team
from throughgate.release.selectors.telling import HOME, SERVICE, Untold, because, home_recipient, untold_at_gate

CLOSED_HOME = "A place to live that is closed to you"
CLOSED_JOURNEY = "A journey that is closed to you"
HEALTH = "gp-and-medication"  # what is in hand by this entry is for healthcare to move


def read_facts(
    user: User,
    people: Sequence[Person],
    moves: Mapping[int, DateMove],
    rows: Mapping[int, Rows],
    parts: Mapping[int, Sequence[MovedPart]],
    today: date,
) -> dict[int, Facts]:
    """By the person's id. The caller may see the people. Constant queries, however many."""
    team = read_team(user, people, [move.becomes for move in moves.values() if move.becomes], today)
    bars = _bars(user, people, moves, rows, today) | _untold(people, rows, today)
    at_gate = _untold_at_gate(people, rows, today)
    return {
        one.pk: replace(
            _facts(user, one, moves[one.pk], rows[one.pk], bars, at_gate, team),
            due=tuple(due_of(user, parts.get(one.pk, ()))),
        )
        for one in people
    }


def _bars(
    user: User, people: Sequence[Person], moves: Mapping[int, DateMove], rows: Mapping[int, Rows], today: date
) -> dict[str, str]:
    """By reference: what stands against each on its new day. Asked all at once."""
    asked = [(person, one) for person in people for one in _asked(person, moves[person.pk], rows[person.pk], today)]
    if not asked:
        return {}
    found = {}
    for (_, booking), findings in zip(asked, findings_for(user, asked), strict=True):
        if findings:
            found[booking.ref] = " ".join(dict.fromkeys(one.reason for one in findings))
    return found


def _untold(people: Sequence[Person], rows: Mapping[int, Rows], today: date) -> dict[str, str]:
    """By reference of an application: why its provider may not be told of them any more."""
    named = {person.pk: person for person in people}
    beds = [row for one in rows.values() for row in one.beds.values() if row.provider]
    asked = [ToShare(row.person_id, SERVICE, home_recipient(row.provider), HOME) for row in beds if row.provider]
    answers = zip(beds, sharings_of(asked, today), strict=True)
    return {row.ref: because(named[row.person_id].first_name, said) for row, said in answers if not said.allowed}


def _untold_at_gate(people: Sequence[Person], rows: Mapping[int, Rows], today: date) -> dict[str, Untold]:
    met = [(person, one.row) for person in people if (one := rows[person.pk].met) and one.stands]
    return untold_at_gate(met, today)


def _asked(person: Person, move: DateMove, rows: Rows, today: date) -> Iterable[AskedOf]:
    becomes = move.becomes
    if becomes is None:
        return
    for stop in rows.stops.values():
        yield asked_of_stop(stop, becomes)
    if rows.day and rows.met and rows.met.is_met:
        row = rows.met.row
        ours = gate_arrangement(rows.day, becomes, row.words).asked(row.ref) if row.worker_id else None
        yield ours or asked_of_meeting(rows.day, row, becomes)
    for booking in rows.bookings.values():
        if move.was and crosses(booking.on, move.was, becomes):
            nation = nation_of(person.site.country)
            on = shifted_day(booking.on, move.was, becomes, today, nation) or booking.on
            arranged = arrangement_of(booking, booking.with_circle.all())
            yield replace(arranged, on=on).asked(booking.ref, booking.worker.name)


def _facts(
    user: User,
    person: Person,
    move: DateMove,
    rows: Rows,
    bars: Mapping[str, str],
    at_gate: Mapping[str, Untold],
    team: Team,
) -> Facts:
    day, known = rows.day, known_basics().items
    open_ones = [(known[code], *basic) for code, basic in rows.basics.items()]
    helpers = _helpers(person, move, rows, team)
    return Facts(
        name=person.first_name,
        nation=nation_of(person.site.country),
        has_day=day is not None,
        gate=_gate_words(day.gate_from, day.gate_to) if day else "",
        gate_on=day.on if day else None,
        meeting=_meeting(rows, bars, at_gate, helpers),
        helpers=helpers,
        stops=tuple(_stop(user, stop, bars) for stop in rows.stops.values()),
        beds=tuple(_bed(user, row, bars) for row in rows.beds.values()),
        has_home=any(_theirs_from(row) for row in rows.beds.values()),
        journeys=tuple(_journey(user, one, day) for one in rows.journeys.values()),
        medicine=tuple(_medicine(item, row.code, stood) for item, row, stood in open_ones if _is_medicine(item, stood)),
        basics=tuple(
            _basic(item, row.code, stood, move)
            for item, row, stood in open_ones
            if item.entry != HEALTH and item.state(stood.state).is_open
        ),
        bookings=tuple(_booked(row, bars) for row in rows.bookings.values()),
        hearings=tuple(rows.hearings),
    )


def _helpers(person: Person, move: DateMove, rows: Rows, team: Team) -> tuple[Helper, ...]:
    day = rows.day
    if day is None or move.becomes is None:
        return ()
    booked = rows.met.booking if rows.met else None
    return team.helpers(
        person, move.becomes, (day.gate_from, day.gate_to), gate_of(day),
        but=booked.pk if booked else 0, also=rows.met.worker if rows.met else None,
    )  # fmt: skip


def _gate_words(gate_from: time | None, gate_to: time | None) -> str:
    return f"{gate_from:%H:%M} to {gate_to:%H:%M}" if gate_from and gate_to else ""


def _meeting(
    rows: Rows, bars: Mapping[str, str], at_gate: Mapping[str, Untold], helpers: Iterable[Helper]
) -> rules.Meeting | None:
    """Who was booked and cannot is nobody: it has to be said anew."""
    day, met = rows.day, rows.met
    if day is None or met is None or not met.stands:
        return None
    row, booking = met.row, met.booking
    worker, untold = row.worker, at_gate.get(row.ref)
    return rules.Meeting(
        key=row.ref,
        met_by=row.met_by,
        who=(worker.name if worker else row.member.name if row.member else row.name) or row.get_met_by_display(),
        on=booking.on if booking else day.on,
        phone=row.phone,
        helper=next((one for one in helpers if worker and one.ref == worker.ref), None),
        barred=bars.get(row.ref, ""),
        untold=untold.because if untold else "",
        may_ask=bool(untold and untold.may_ask),
    )


def _stop(user: User, stop: DayStop, bars: Mapping[str, str]) -> rules.Stop:
    closed = not can(user, Action.VIEW, stop)
    who = stop.member.name if stop.member else stop.with_whom
    return rules.Stop(
        key=stop.thread,
        title=CLOSED_STOP if closed else stop.title,
        on=stop.on,
        at=stop.at,
        whom=stop.added_by.name if closed else (who or stop.place),
        phone="" if closed else stop.phone,
        must=stop.is_mandatory,
        barred=bars.get(stop.ref, ""),
        is_closed=closed,
    )


def _theirs_from(row: Any) -> date | None:
    """From when the place is theirs, once that is sure."""
    return row.day_now if row.state_now == HomeState.CONFIRMED else None


def _bed(user: User, row: HomeApplication, bars: Mapping[str, str]) -> rules.Bed:
    closed = not can(user, Action.VIEW, row)
    return rules.Bed(
        key=row.ref,
        title=CLOSED_HOME if closed else row.title,
        on=_theirs_from(row),
        phone=row.provider.phone if row.provider and not closed else "",
        barred=bars.get(row.ref, ""),
        is_closed=closed,
    )


def _journey(user: User, one: Looked, day: ReleaseDay | None) -> rules.Journey:
    row, is_linked = one.row, day is not None and one.row.release_day_id == day.pk
    if not can(user, Action.VIEW, row):
        return rules.Journey(
            key=row.ref, title=CLOSED_JOURNEY, on=row.on, may_plan=False, is_linked=is_linked, is_closed=True
        )  # fmt: skip
    may_plan = has(user, Ability.PLAN_JOURNEYS) and can(user, Action.RECORD, row)
    driver = one.driver.user.name if one.driver else row.other_driver
    return rules.Journey(
        key=row.ref, title=f"Driven at {row.pick_up_at:%H:%M} to {row.to_place}", on=row.on, driver=driver,
        may_plan=may_plan, is_linked=is_linked,
        is_asked=bool(row.other_driver or one.in_charge or one.waiting),
    )  # fmt: skip


def _is_medicine(item: Item, stood: Stood) -> bool:
    return item.entry == HEALTH and item.state(stood.state).stage != "unneeded"


def _medicine(item: Item, code: str, stood: Stood) -> rules.Medicine:
    return rules.Medicine(key=code, title=item.title, is_arranged=not item.state(stood.state).is_open)


def _basic(item: Item, code: str, stood: Stood, move: DateMove) -> rules.Basic:
    begun = item.state(stood.state).stage != "start"
    return rules.Basic(
        key=code,
        title=item.title,
        takes=str(item.start),
        begin_by=None if begun else _before(item, move.becomes),
        began_by=None if begun else _before(item, move.was),
        expected_on=stood.due_on if begun else None,
    )


def _before(item: Item, day: date | None) -> date | None:
    return item.start.reversed().after(day) if day else None


def _booked(row: Booking, bars: Mapping[str, str]) -> rules.Booked:
    at = f" at {row.at:%H:%M}" if row.at else ""
    return rules.Booked(key=row.ref, title=f"{kind_of(row.kind).label}{at}", on=row.on, barred=bars.get(row.ref, ""))
