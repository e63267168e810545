"""What breaks where a release is moved, what is proposed for each, and by when it has to be seen to. Pure: `today` is
passed in, and no row is read.

Nothing is held to be settled that somebody else has to agree to: what was booked for the day before is asked for anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from throughgate.casework.rules.bookings import FURTHEST
from throughgate.release.models.day import MetBy
from throughgate.release.rules.broken import (
    Bed,
    Broken,
    Effect,
    Facts,
    Helper,
    Journey,
    Kind,
    Meeting,
    Proposal,
    day_of,
)
from throughgate.release.rules.day import Nation
from throughgate.release.rules.working_days import (
    is_soon,
    is_working_day,
    last_working_day_before,
    next_working_day,
    ring_by,
)

MEETING_SOON = timedelta(days=14)
HOME_SOON = timedelta(days=28)
WEEK_AFTER = timedelta(days=7)  # in which a journey hangs on the release, linked to its day or not
OTHERS_NAMED = 5  # colleagues named for the gate, the free ones first
NO_DRIVER = "moved along, a driver still to be found"


def replan(facts: Facts, was: date | None, becomes: date | None, today: date) -> list[Broken]:
    """Everything that breaks, the most pressing first. Nothing where the day stays."""
    if becomes is None or was == becomes:
        return []
    move = Move(facts, was, becomes, today)
    found = [one for part in _PARTS for one in part(move)]
    return sorted(found, key=lambda one: (one.by_on, not one.must, [*Kind].index(one.kind)))


@dataclass(frozen=True)
class Move:
    facts: Facts
    was: date | None
    becomes: date
    today: date

    @property
    def is_sooner(self) -> bool:
        return self.was is None or self.becomes < self.was

    @property
    def ring_by(self) -> date:
        return ring_by(self.becomes, self.today, self.facts.nation)

    @property
    def tell_by(self) -> date:
        """For the person and for ours, whom one reaches on any day."""
        return self.today if is_soon(self.becomes, self.today, self.facts.nation) else self.ring_by

    @property
    def day(self) -> str:
        return day_of(self.becomes)


def _stops(move: Move) -> Iterator[Broken]:
    for stop in move.facts.stops:
        if stop.on == move.becomes:
            continue
        at = f" at {stop.at:%H:%M}" if stop.at else ""
        ask = Proposal(Effect.ASK, f"Ask for the same time on {move.day}" if at else f"Ask about {move.day}")
        keep = Proposal(Effect.KEEP, "They know: the same time holds on the new day")
        off = Proposal(Effect.CALL_OFF, "Call it off")
        yield Broken(
            kind=Kind.STOP,
            key=stop.key,
            title=stop.title,
            why=f"It was asked for on {day_of(stop.on)}{at}.",
            by_on=move.ring_by,
            proposals=(ask,) if stop.is_closed else (ask, keep, off),
            default=ask.code,
            whom=stop.whom,
            phone=stop.phone,
            must=stop.must,
            barred=stop.barred,
            is_closed=stop.is_closed,
        )


def _meeting(move: Move) -> Iterator[Broken]:
    meeting, facts = move.facts.meeting, move.facts
    find = Proposal(Effect.FIND, "Nobody yet: find somebody")
    if meeting is None:
        if facts.has_day and move.becomes - move.today <= MEETING_SOON:
            others = tuple(_others(facts.helpers, ""))
            yield _at_gate(move, "new", "Nobody is said to meet them yet.", (*others, find), find)
        return
    if meeting.met_by == MetBy.NOBODY or (meeting.on == move.becomes and not meeting.untold):
        return
    if meeting.untold:
        yield _met_by_nobody_we_may_tell(move, meeting, find)
        return
    yield _met_by_one_of_us(move, meeting, find) if meeting.helper else _met_by_another(move, meeting, find)


def _met_by_one_of_us(move: Move, meeting: Meeting, find: Proposal) -> Broken:
    helper = meeting.helper or Helper("", meeting.who)
    same = Proposal(Effect.MOVE, f"{helper.name}, on {move.day}")
    others = tuple(_others(move.facts.helpers, helper.ref)) if meeting.met_by == MetBy.WORKER else ()
    free = next((one for one in others if one.arg in {each.ref for each in move.facts.helpers if each.can_meet}), find)
    why = f"{helper.name} was to meet them on {day_of(meeting.on)}"
    why += (
        f", and {helper.kept_by} on {move.day}."
        if helper.kept_by
        else f". Nothing else of theirs is booked on {move.day}."
    )
    default = same if helper.can_meet and not meeting.barred else free if not meeting.barred else find
    return _at_gate(move, meeting.key, why, (same, *others, find), default, meeting)


def _met_by_another(move: Move, meeting: Meeting, find: Proposal) -> Broken:
    ask = Proposal(Effect.ASK, f"Ask {meeting.who} about {move.day}")
    keep = Proposal(Effect.KEEP, f"{meeting.who} knows, and comes on the new day")
    others = tuple(_others(move.facts.helpers, ""))
    why = f"{meeting.who} was to meet them on {day_of(meeting.on)}."
    return _at_gate(move, meeting.key, why, (ask, keep, *others, find), find if meeting.barred else ask, meeting)


def _met_by_nobody_we_may_tell(move: Move, meeting: Meeting, find: Proposal) -> Broken:
    """Whatever is chosen, they are said to meet nobody until the person has said that they may be told."""
    first = move.facts.name
    consent = Proposal(Effect.CONSENT, f"Ask {first} whether {meeting.who} may be told")
    others = tuple(_others(move.facts.helpers, ""))
    proposals = (consent, *others, find) if meeting.may_ask else (*others, find)
    why = f"{meeting.who} was to meet them on {day_of(meeting.on)}, and may not be told any more that we are in touch."
    return _at_gate(move, meeting.key, why, proposals, proposals[0] if meeting.may_ask else find, meeting)


def _at_gate(
    move: Move, key: str, why: str, proposals: tuple[Proposal, ...], default: Proposal, meeting: Meeting | None = None
) -> Broken:
    return Broken(
        kind=Kind.MEETING,
        key=key,
        title="Who meets them at the gate",
        why=why,
        by_on=move.tell_by,
        proposals=proposals,
        default=default.code,
        whom=meeting.who if meeting else "",
        phone=meeting.phone if meeting else "",
        must=True,
        barred=(meeting.untold or meeting.barred) if meeting else "",
    )


def _others(helpers: Iterable[Helper], but: str) -> Iterator[Proposal]:
    """Those who are free first; of whoever is not, it is said why."""
    rest = sorted((one for one in helpers if one.ref != but), key=lambda one: (not one.is_free, one.name))
    for one in rest[:OTHERS_NAMED]:
        yield Proposal(Effect.OTHER, f"{one.name} ({one.kept_by})" if one.kept_by else one.name, one.ref)


def _beds(move: Move) -> Iterator[Broken]:
    for bed in move.facts.beds:
        if bed.on == move.becomes or (bed.on and bed.on < move.becomes and move.is_sooner):
            continue
        yield _bed(move, bed)
    if not move.facts.has_home and move.is_sooner and move.becomes - move.today <= HOME_SOON:
        look = Proposal(Effect.LOOK, "Find a place for the first night, and tell the council at once")
        keep = Proposal(Effect.KEEP, "Somebody sees to it already")
        yield Broken(
            kind=Kind.BED, key="none", title="Nowhere to go yet", why="No place is sure for the day of release.",
            by_on=move.ring_by, proposals=(look, keep), default=look.code, must=True,
        )  # fmt: skip


def _bed(move: Move, bed: Bed) -> Broken:
    if bed.on is None:
        why = "It is asked for, and they count on the old day."
        ask = Proposal(Effect.ASK, f"Tell them that it is {move.day} now")
    elif bed.on > move.becomes:
        why = f"It is theirs from {day_of(bed.on)}, after they are out."
        ask = Proposal(Effect.ASK, f"Ask for it from {move.day}")
    else:
        why = f"It is kept for them from {day_of(bed.on)}, and they come later."
        ask = Proposal(Effect.ASK, f"Ask to keep it until {move.day}")
    look = Proposal(Effect.LOOK, "Look for another place; this one is kept until then")
    keep = Proposal(Effect.KEEP, "They know already")
    return Broken(
        kind=Kind.BED,
        key=bed.key,
        title=bed.title,
        why=why,
        by_on=move.ring_by,
        proposals=tuple(_for_bed(bed, ask, look, keep)),
        default=(look if bed.barred else ask).code,
        whom=bed.title,
        phone=bed.phone,
        must=bed.is_sure,
        barred=bed.barred,
        is_closed=bed.is_closed,
    )


def _for_bed(bed: Bed, ask: Proposal, look: Proposal, keep: Proposal) -> Iterator[Proposal]:
    """Whoever may not be told of them is not rung."""
    if not bed.barred:
        yield ask
    if bed.barred or not bed.is_closed:
        yield look
    if not bed.is_closed:
        yield keep


def _journeys(move: Move) -> Iterator[Broken]:
    """Those of the release day, of the week after it, and those that the move puts on the other side of the gate."""
    for journey in move.facts.journeys:
        if journey.on == move.becomes or not hangs_on(journey, move.was, move.becomes):
            continue
        yield _journey(move, journey)


def hangs_on(journey: Journey, was: date | None, becomes: date) -> bool:
    if journey.is_linked or was is None:
        return journey.is_linked
    return was <= journey.on <= was + WEEK_AFTER or crosses(journey.on, was, becomes)


def _journey(move: Move, journey: Journey) -> Broken:
    """It stays as long after the release as it was. Where they can be driven that day all the same, it may stay."""
    loose = not journey.is_linked and move.was is not None
    day = move.becomes + (journey.on - move.was) if loose and move.was else move.becomes
    asked, nobody = (", and ask the driver again", ""), ("; a driver is still to be found", NO_DRIVER)
    words, short = asked if journey.is_asked else nobody
    moved = Proposal(Effect.MOVE, f"Move it to {day_of(day)}{words}", day.isoformat(), short)
    keep = Proposal(Effect.KEEP, "Keep it as it is")
    off = Proposal(Effect.CALL_OFF, "Call it off, and tell the driver")
    ask = Proposal(Effect.ASK, "Ask whoever plans journeys to move it")
    goes = (moved,) if day >= move.today else ()
    kept = (keep,) if loose else ()
    proposals = (*goes, off, *kept) if journey.may_plan else (ask, *kept)
    stays = loose and journey.on != move.was and not crosses(journey.on, move.was, move.becomes)
    default = keep if stays and not journey.barred else off if journey.may_plan and journey.barred else proposals[0]
    return Broken(
        kind=Kind.JOURNEY, key=journey.key, title=journey.title, why=" ".join(_journey_words(move, journey)),
        by_on=min(move.tell_by, journey.on), proposals=proposals, default=default.code, must=not stays,
        barred=journey.barred, is_closed=journey.is_closed,
    )  # fmt: skip


def _journey_words(move: Move, journey: Journey) -> Iterator[str]:
    yield f"It is for {day_of(journey.on)}."
    if not journey.is_closed:
        yield f"{journey.driver} drives." if journey.driver else "Nobody has said yes yet."
    if not journey.is_linked and journey.on != move.was:
        yield "They are out by then." if journey.on > move.becomes else "They are still inside then."


def _medicine(move: Move) -> Iterator[Broken]:
    for one in move.facts.medicine:
        if not one.is_arranged and move.becomes - move.today > HOME_SOON:
            continue
        when = "sooner" if move.is_sooner else "later"
        ask = Proposal(Effect.ASK, f"Ask healthcare for medicine and prescription for {move.day}")
        keep = Proposal(Effect.KEEP, "Healthcare knows the new day")
        arranged = "It is arranged for the old day" if one.is_arranged else "It is not arranged yet"
        yield Broken(
            kind=Kind.MEDICINE, key=one.key, title=one.title, why=f"{arranged}, and they come out {when}.",
            by_on=move.ring_by, proposals=(ask, keep), default=ask.code, whom="Healthcare in the prison", must=True,
        )  # fmt: skip


def _gate(move: Move) -> Iterator[Broken]:
    facts = move.facts
    if not facts.has_day or not facts.gate or facts.gate_on == move.becomes:
        return
    ask = Proposal(Effect.ASK, f"Ask the prison when the gate opens on {move.day}")
    keep = Proposal(Effect.KEEP, "The same times hold")
    yield Broken(
        kind=Kind.GATE, key="times", title="When the gate opens", why=f"{facts.gate} was said for the old day.",
        by_on=move.ring_by, proposals=(ask, keep), default=ask.code, whom="The prison",
    )  # fmt: skip


def _basics(move: Move) -> Iterator[Broken]:
    """Only what the move itself put out of reach: what was late before stands on the page of getting ready."""
    for one in move.facts.basics:
        too_late = one.begin_by is not None and one.begin_by < move.today <= (one.began_by or date.max)
        too_slow = one.expected_on is not None and one.expected_on > move.becomes
        if not too_late and not too_slow:
            continue
        first = Proposal(Effect.FIRST, "Begin at once" if too_late else "Ask whether it can come sooner")
        later = Proposal(Effect.LATER, "Go on with it after release")
        why = f"It takes {one.takes}, and so long is not left." if too_late else ""
        if too_slow and one.expected_on:
            why = f"It is expected on {day_of(one.expected_on)}, after they are out."
        yield Broken(
            kind=Kind.BASIC, key=one.key, title=one.title, why=why, by_on=move.ring_by, proposals=(first, later),
            default=first.code,
        )  # fmt: skip


def _bookings(move: Move) -> Iterator[Broken]:
    """Booked for inside and now outside, or the other way round."""
    for one in move.facts.bookings:
        if move.was is None or one.on < move.today or not crosses(one.on, move.was, move.becomes):
            continue
        comes_out = one.on < move.was
        shifted = shifted_day(one.on, move.was, move.becomes, move.today, move.facts.nation)
        ask = Proposal(Effect.ASK, "Arrange anew where and when it is")
        keep = Proposal(Effect.KEEP, "Keep it as it is")
        off = Proposal(Effect.CALL_OFF, "Cancel it")
        with_it = (Proposal(Effect.MOVE, f"Move it to {day_of(shifted)}", shifted.isoformat()),) if shifted else ()
        default = ask if comes_out or one.barred or not with_it else with_it[0]
        yield Broken(
            kind=Kind.BOOKING,
            key=one.key,
            title=f"{one.title}, {day_of(one.on)}",
            why=f"By then {'they are out' if comes_out else 'they are still inside'}.",
            by_on=min(move.ring_by, one.on),
            proposals=(*with_it, ask, keep, off),
            default=default.code,
            barred=one.barred,
        )


def shifted_day(on: date, was: date, becomes: date, today: date, nation: Nation) -> date | None:
    """As long before or after the release as it was, on a working day of the same side; None where there is none."""
    day = on + (becomes - was)
    if not is_working_day(day, nation):
        day = last_working_day_before(day, nation) if on < was else next_working_day(day, nation)
    return day if today <= day <= today + FURTHEST else None


def crosses(on: date, was: date | None, becomes: date) -> bool:
    """Before the release and now after it, or the other way round."""
    return was is not None and (on < was) != (on < becomes)


def _hearings(move: Move) -> Iterator[Broken]:
    for key, on in move.facts.hearings:
        if move.was is None or (on > move.was) == (on > move.becomes):
            continue
        after = on > move.becomes
        ask = Proposal(Effect.ASK, "Ask whether it still takes place")
        keep = Proposal(Effect.KEEP, "Leave it")
        yield Broken(
            kind=Kind.HEARING, key=key, title=f"Parole hearing, {day_of(on)}",
            why=f"It is listed for a day {'after' if after else 'before'} the release now.", by_on=move.ring_by,
            proposals=(ask, keep), default=ask.code, whom="The offender management unit",
        )  # fmt: skip


def _due(move: Move) -> Iterator[Broken]:
    """What the move makes overdue, or due before anybody could have planned it."""
    for one in move.facts.due:
        is_late = one.becomes < move.today
        if not is_late and not (one.becomes <= move.ring_by and (one.was is None or one.was > move.ring_by)):
            continue
        first = Proposal(Effect.FIRST, f"Do it by {day_of(move.ring_by)}")
        waive = [Proposal(Effect.WAIVE, f"Waive it: {words}", code) for code, words in one.reasons.items()]
        talk = Proposal(Effect.TALK, "Talk to the manager about it")
        was = f"It was due on {day_of(one.was)}" if one.was else "It was not due yet"
        yield Broken(
            kind=Kind.DUE, key=one.key, title=one.title, by_on=move.ring_by, default=first.code, must=is_late,
            why=f"{was}, and is {'overdue since' if is_late else 'due on'} {day_of(one.becomes)} now.",
            proposals=(first, *waive, talk),
        )  # fmt: skip


def _person(move: Move) -> Iterator[Broken]:
    """They hear of it too, and in words that say what it means."""
    if move.was is None:
        return
    ask = Proposal(Effect.ASK, f"Tell them by {day_of(move.tell_by)}: see them, ring, send a text or a letter")
    keep = Proposal(Effect.KEEP, f"{move.facts.name} knows already")
    yield Broken(
        kind=Kind.PERSON,
        key="told",
        title=f"Tell {move.facts.name}",
        why=f"In plain words: “You come out on {move.day} now, not on {day_of(move.was)}. We are ringing everybody who "
        "was to see you that day, and tell you what is arranged.”",
        by_on=move.tell_by,
        proposals=(ask, keep),
        default=ask.code,
    )


_PARTS = (_medicine, _meeting, _beds, _journeys, _stops, _gate, _basics, _bookings, _hearings, _due, _person)
