"""How a release day is put on its page and its sheets."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from throughgate.access.policy import Ability, Action, can, has
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.release.models import DayStop, GetsAbout, MetBy, ReleaseDay
from throughgate.release.rules.day import HOME, Answer, Kind, Leg, NoDriver, Problem, Severity, hours_words
from throughgate.release.rules.reasons import BY, minutes_words
from throughgate.release.rules.release_day import MODES, hours_of
from throughgate.release.selectors.day import CLOSED_STOP, GATE, Look, Met
from throughgate.release.selectors.telling import Outsider
from throughgate.web.pictures.itinerary import Lane
from throughgate.web.words import day_words, in_passing

Row = dict[str, Any]
ICONS = {
    "probation": "court", "housing": "home", "gp": "clinical", "pharmacy": "clinical", "jobcentre": "work",
    "family": "family", "other": "note",
}  # fmt: skip
TO_EDIT = {
    Kind.UNKNOWN_HOURS: "Fill in the hours or the time",
    Kind.UNKNOWN_PLACE: "Say where it is",
    Kind.BOOKED_WHEN_CLOSED: "Correct the time or the hours",
    Kind.HOURS_TOO_SHORT: "Correct the hours or how long it takes",
    Kind.CLOSED: "Give it another time",
    Kind.OVERLAPS: "Give it another time",
    Kind.BEFORE_GATE: "Give it another time",
    Kind.NO_TIME_TO_TRAVEL: "Give it another time",
    Kind.AFTER_CLOSING: "Give it another time",
    Kind.IN_ZONE: "Find another place",
    Kind.NO_WAY: "Find another place",
}
TO_TYPE = {Kind.UNKNOWN_TRAVEL, Kind.MAY_CROSS_ZONE, Kind.ZONE_ON_THE_WAY, Kind.TIGHT}
TO_DRIVE = {Kind.NEEDS_DRIVER, Kind.NO_WAY, Kind.HOME_LATE}
TO_ASK = {Kind.NEEDS_DRIVER, Kind.NO_DRIVER}


def day_url(person: Person) -> str:
    return reverse("release:day", kwargs={"ref": person.ref})


def consent_url(person: Person, who: Outsider) -> str:
    """Where it is noted what the person says this one may be told."""
    if who.member:
        return reverse("people:told", kwargs={"ref": person.ref, "pk": who.member.pk})
    to = f"{who.purpose}/{who.recipient.kind}/" if who.recipient else ""
    return f"{reverse('people:say_consent', args=[person.ref])}?to={to}" if to else ""


def verdict_words(look: Look) -> tuple[str, str, str]:
    """The sentence that stands first, its tone and its icon."""
    name, verdict = look.row.person.first_name, look.verdict
    if look.day is None:
        return "Nobody can say yet: it is not known when the gate opens.", "due", "clock"
    if not look.stops:
        return "Nothing is planned for the day yet.", "due", "calendar"
    if verdict is None or verdict.answer is Answer.UNKNOWN:
        return "Nobody can say yet whether this day works. What is not known stands below.", "due", "clock"
    latest = verdict.latest_gate
    if verdict.can_be_done and latest:
        if look.home is None:
            return f"The stops work if {name} is out by {_clock(latest)}, but no home is sure.", "due", "home"
        return f"This day works if {name} is out by {_clock(latest)}.", "done", "check"
    also = " What must not be missed can be done." if verdict.mandatory_can_be_done else ""
    if latest is None:
        return f"This day does not work as it stands.{also}", "overdue", "warning"
    gate = look.day.gate_to
    return (
        f"This day does not work at {gate:%H:%M}. It would if {name} were out by {_clock(latest)}.{also}",
        "overdue",
        "warning",
    )


def problem_rows(user: User, look: Look) -> list[Row]:
    """What stands in the way first, then what is not known, then what the calendar says."""
    if look.verdict is None:
        return []
    may_act = can(user, Action.RECORD, look.row)
    order = list(Severity)
    rows = sorted(look.verdict.problems, key=lambda one: order.index(one.severity))
    return [_problem(user, look, one, may_act) for one in rows]


def no_number(user: User, look: Look) -> Row:
    """Nobody would know whom to ring on that day."""
    acts = [{"label": "Enter your number at work", "url": reverse("accounts:me"), "is_post": False, "query": ""}]
    return {
        "words": f"{look.row.person.first_name} has no number to ring that day",
        "mend": "No number is known of whoever meets them, of those who work with them, or of the office. Without one, "
        "write one into the blank on the sheet before they get it.",
        "tone": "due",
        "icon": "phone",
        "acts": acts if can(user, Action.RECORD, look.row) else [],
    }


def _problem(user: User, look: Look, problem: Problem, may_act: bool) -> Row:
    tone, icon = {
        Severity.BLOCKS: ("overdue", "warning"),
        Severity.UNKNOWN: ("due", "clock"),
        Severity.WARNS: ("quiet", "calendar"),
    }[problem.severity]
    return {
        "words": _capital(problem.words),
        "mend": problem.mend,
        "tone": tone,
        "icon": icon,
        "acts": list(_acts(user, look, problem)) if may_act else [],
    }


def _acts(user: User, look: Look, problem: Problem) -> Iterable[Row]:
    """What puts it right: one tap where one is enough."""
    person, key = look.row.person, problem.keys[0] if problem.keys else ""
    stop = next((one for one in look.stops if one.thread == key and key not in look.closed), None)
    if problem.kind in TO_DRIVE and look.row.gets_about != GetsAbout.CAR:
        yield _act("Somebody drives them that day", "day_by_car", person.ref, post=True)
    if problem.kind in TO_ASK:
        yield from _rides(user, look)
    if stop and problem.kind in TO_EDIT:
        yield _act(TO_EDIT[problem.kind], "change_stop", stop.ref, about=stop.title)
    if problem.kind in TO_TYPE:
        way = _way(look, key)
        yield _act("Type in how long it takes", "type_way", person.ref) | ({"query": way} if way else {})
    if problem.kind is Kind.UNKNOWN_ZONE:
        yield _act("I have looked, and it does", "zones_clear", person.ref)
    if "open the gate by" in problem.mend:
        yield _act("The prison agreed another time", "change_day", person.ref)


def _rides(user: User, look: Look) -> Iterable[Row]:
    """To the journey that nobody has said yes to, or to planning one."""
    about = look.rides.about
    if about and can(user, Action.VIEW, about):
        at = f"{about.pick_up_at:%H:%M}"
        yield _act(f"See the journey at {at}", "journey", about.ref)
    if has(user, Ability.PLAN_JOURNEYS) and look.rides.no_driver in (
        NoDriver.NO_JOURNEY,
        NoDriver.CALLED_OFF,
        NoDriver.ELSEWHERE,
    ):
        yield _act("Plan a journey", "new_journey", look.row.person.ref)


def _act(label: str, name: str, ref: str, *, post: bool = False, about: str = "") -> Row:
    return {
        "label": label,
        "url": reverse(f"release:{name}", kwargs={"ref": ref}),
        "is_post": post,
        "about": about,
        "query": "",
    }


def _way(look: Look, key: str) -> str:
    """From the stop before it (or the gate) to this one, as numbers of the form's places."""
    spots = list(look.names)
    done = [leg.key for leg in look.verdict.legs] if look.verdict else []
    threads = [one.thread for one in look.stops]
    if key != HOME and key not in threads:
        return ""
    before = [one for one in (threads if key == HOME else threads[: threads.index(key)]) if one in done]
    here, there = look.keys[before[-1] if before else GATE], look.keys[key]
    leg = next((one for one in look.verdict.legs if one.key == key), None) if look.verdict else None
    mode = next((code for code, mode in MODES.items() if leg and mode is leg.mode), look.row.gets_about)
    return f"?here={spots.index(here)}&there={spots.index(there)}&mode={mode}"


def typed_rows(user: User, look: Look) -> list[Row]:
    """What somebody typed in of the ways, who and when: it holds before every estimate, so a slip must be seen."""
    return [
        {
            "way": f"{look.names[way.here]} to {look.names[way.there]}, {BY[MODES[way.mode]]}",
            "said": "there is no way" if way.minutes is None else minutes_words(way.minutes),
            "by": way.typed_by.name,
            "at": way.typed_at,
            "back_url": reverse("release:way_back", kwargs={"ref": look.row.person.ref, "pk": way.pk})
            if can(user, Action.RECORD, way)
            else "",
        }
        for way in look.typed
        if can(user, Action.VIEW, way)
    ]


def blocked(look: Look) -> set[str]:
    """The stops that nobody gets to as the day stands; of the others it is only not known."""
    problems = look.verdict.problems if look.verdict else ()
    return {key for one in problems if one.severity is Severity.BLOCKS for key in one.keys}


def stop_rows(user: User, look: Look) -> list[Row]:
    legs = {leg.key: leg for leg in look.verdict.legs} if look.verdict else {}
    bad = blocked(look)
    may_act = can(user, Action.RECORD, look.row)
    last = len(look.stops) - 1
    return [
        _stop(look, stop, legs.get(stop.thread), stop.thread in bad, may_act)
        | {"is_first": place == 0, "is_last": place == last, "number": place + 1}
        for place, stop in enumerate(look.stops)
    ]


def _stop(look: Look, stop: DayStop, leg: Leg | None, is_bad: bool, may_act: bool) -> Row:
    closed = stop.thread in look.closed
    holds = stop.on == look.row.on
    booked = f"Booked for {stop.at:%H:%M}" if stop.at else ""
    hours = f"Open {hours_words(hours_of(stop))}" if hours_of(stop) else ""
    return {
        "ref": stop.ref,
        "title": CLOSED_STOP if closed else stop.title,
        "is_closed": closed,
        "icon": "lock" if closed else ICONS[stop.kind],
        "place": look.names[look.keys[stop.thread]],
        "address": "" if closed else ", ".join(part for part in (stop.address, stop.postcode) if part),
        "strange_postcode": "" if closed or stop.latitude is not None else stop.postcode,
        "phone": "" if closed else stop.phone,
        "with_whom": "" if closed else (stop.member.name if stop.member else stop.with_whom),
        "is_mandatory": stop.is_mandatory,
        "takes": minutes_words(stop.minutes),
        "booked": booked if holds else "",
        "hours": hours if holds else "",
        "asked_for": "" if holds or not (booked or hours) else f"{booked or hours} on {day_words(stop.on)}: ask again",
        "leg": leg_words(leg),
        "from": _clock(leg.starts_at) if leg else "",
        "to": _clock(leg.ends_at) if leg else "",
        "slack": _slack(leg),
        "is_done": leg is not None,
        "tone": "overdue" if is_bad else "done" if leg else "due",
        "missed": "" if leg or look.day is None else "Not reached" if is_bad else "Not known yet",
        "may_act": may_act and not closed,
        "may_hold": may_act and not closed and not holds,
    }


def leg_words(leg: Leg | None) -> str:
    if leg is None or leg.mode is None:
        return ""
    if not leg.travel.minutes:
        return f"next door or in the same place, there at {_clock(leg.arrives_at)}"
    about = "about " if leg.travel.is_estimate else ""
    return f"{about}{minutes_words(leg.travel.minutes)} {BY[leg.mode]}, there at {_clock(leg.arrives_at)}"


def _slack(leg: Leg | None) -> str:
    if leg is None or leg.slack is None or leg.slack > 240:
        return ""
    return f"{minutes_words(leg.slack)} to spare" if leg.slack else "no time to spare"


def home_row(look: Look) -> Row:
    leg = next((one for one in look.verdict.legs if one.key == HOME), None) if look.verdict else None
    title = look.names[look.keys[HOME]] if look.home else ""
    return {
        "title": "Home" if title == "home" else title,
        "is_known": look.home is not None,
        "at": _clock(leg.arrives_at) if leg else "",
        "leg": leg_words(leg),
        "by": f"{look.day.home_by:%H:%M}" if look.day and look.day.home_by else "",
    }


def met_row(met: Met | None, user: User) -> Row:
    if met is None:
        return {"is_said": False, "words": "Nobody has said who meets them", "tone": "due", "icon": "clock"}
    row = met.row
    if not met.stands:
        return {
            "is_said": False,
            "words": "Who was to meet them cannot: say who does",
            "tone": "overdue",
            "icon": "warning",
        }
    if row.met_by == MetBy.NOBODY:
        why = row.words or row.get_reason_display()
        return {"is_said": True, "words": f"Nobody meets them: {in_passing(why)}", "tone": "quiet", "icon": "note"}
    if met.worker:
        who = "You meet" if met.worker == user else f"{met.worker.name} meets"
        more = " as a volunteer" if row.met_by == MetBy.VOLUNTEER else ""
        return {
            "is_said": True,
            "words": f"{who} them at the gate{more}",
            "tone": "done",
            "icon": "check",
            "phone": row.phone or met.worker.phone,
        }
    who = row.member.name if row.member else row.name
    return {
        "is_said": True,
        "words": f"{who} meets them at the gate",
        "tone": "done",
        "icon": "check",
        "phone": row.phone,
    }


def lanes_of(look: Look) -> list[Lane]:
    """For the picture: the gate, every stop in its order, home."""
    if look.day is None or look.verdict is None:
        return []
    legs = {leg.key: leg for leg in look.verdict.legs}
    bad, gate = blocked(look), look.day
    lanes = [Lane("The gate", gate=(_minute(gate.gate_from), _minute(gate.gate_to)))]
    for stop in look.stops:
        leg, closed = legs.get(stop.thread), stop.thread in look.closed
        holds = stop.on == look.row.on
        lanes.append(
            Lane(
                CLOSED_STOP if closed else stop.title,
                hours=[(_minute(opens), _minute(closes)) for opens, closes in hours_of(stop)] if holds else [],
                booked=_minute(stop.at) if holds and stop.at else None,
                minutes=stop.minutes,
                missed="not reached" if stop.thread in bad else "not known yet",
                **_drawn(look, leg),
            )
        )
    home = legs.get(HOME)
    if home:
        lanes.append(Lane("Home", is_home=True, **_drawn(look, home)))
    return lanes


def _drawn(look: Look, leg: Leg | None) -> Row:
    if leg is None:
        return {}
    return {
        "leaves": _on_axis(look, leg.leaves_at),
        "arrives": _on_axis(look, leg.arrives_at),
        "starts": _on_axis(look, leg.starts_at),
        "ends": _on_axis(look, leg.ends_at),
        "way": leg.travel.minutes if leg.mode else 0,
        "is_guess": leg.travel.is_estimate,
    }


def _minute(at: Any) -> int:
    return int(at.hour * 60 + at.minute)


def _on_axis(look: Look, moment: datetime) -> int:
    local = timezone.localtime(moment)
    return _minute(local) + 24 * 60 * (local.date() - look.row.on).days


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def date_words(row: ReleaseDay, release_on: date | None) -> str:
    """Said where the release date is another by now."""
    if release_on is None or release_on == row.on:
        return ""
    return f"This plan is for {day_words(row.on)}. The release is on {day_words(release_on)} now."
