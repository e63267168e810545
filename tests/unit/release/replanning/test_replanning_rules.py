"""What breaks where a release moves: pure, on facts of all kinds."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.release.rules.at_gate import Taken, keeps_away
from throughgate.release.rules.broken import (
    CAN,
    GOES_ON,
    AtGate,
    Basic,
    Bed,
    Booked,
    Due,
    Effect,
    Facts,
    Helper,
    Journey,
    Medicine,
    Meeting,
    ReplanError,
    Stop,
    chosen,
    clashes,
    mark_of,
)
from throughgate.release.rules.day import Nation
from throughgate.release.rules.replanning import replan, shifted_day
from throughgate.release.rules.working_days import is_working_day, ring_by

TODAY = date(2026, 11, 20)
days = st.integers(0, 200).map(lambda number: TODAY + timedelta(days=number))
barred = st.sampled_from(["", "Curfew from 19:00"])
helper = Helper("ALICE", "Alice")
helpers = st.sampled_from(
    [(), (helper,), (replace(helper, words="has something booked at 09:00"), Helper("BOB", "Bob"))]
)


@st.composite
def facts(draw, was):
    """Everything stands for `was`, as if planned for it."""
    some = draw(st.integers(0, 3))
    return Facts(
        name="Jo",
        nation=draw(st.sampled_from(Nation)),
        has_day=True,
        gate=draw(st.sampled_from(["", "09:00 to 10:00"])),
        gate_on=was,
        helpers=draw(helpers),
        meeting=draw(
            st.none()
            | st.builds(
                Meeting,
                key=st.just("m"),
                met_by=st.sampled_from(["worker", "family", "agency", "nobody"]),
                who=st.just("Alice"),
                on=st.just(was),
                helper=st.sampled_from([None, helper]),
                barred=barred,
            )
        ),
        stops=tuple(
            Stop(key=str(n), title="GP", on=was, at=time(11), must=draw(st.booleans()), barred=draw(barred))
            for n in range(some)
        ),
        beds=tuple(Bed(key=str(n), title="Elm", on=was, barred=draw(barred)) for n in range(some)),
        has_home=some > 0,
        journeys=tuple(
            Journey(
                key=str(n),
                title="Driven",
                on=was,
                barred=draw(barred),
                is_linked=draw(st.booleans()),
                may_plan=draw(st.booleans()),
            )
            for n in range(some)
        ),
        medicine=(Medicine(key="gp", title="GP", is_arranged=True),),
        basics=tuple(
            Basic(key=str(n), title="ID", takes="12 weeks", begin_by=draw(days), expected_on=draw(st.none() | days))
            for n in range(some)
        ),
        bookings=tuple(Booked(key=str(n), title="Visit", on=draw(days), barred=draw(barred)) for n in range(some)),
        hearings=(("H", draw(days)),),
        due=tuple(Due(key=str(n), title="Plan", was=draw(days), becomes=draw(days)) for n in range(some)),
    )


worlds = days.flatmap(lambda was: st.tuples(facts(was), st.just(was), days))


@given(worlds)
def test_where_the_day_stays_nothing_breaks(world):
    known, was, _ = world
    assert replan(known, was, was, TODAY) == []
    assert replan(known, was, None, TODAY) == []


@given(worlds)
def test_only_what_a_service_carries_out_is_proposed(world):
    known, was, becomes = world
    for one in replan(known, was, becomes, TODAY):
        assert {each.effect for each in one.proposals} <= set(CAN[one.kind])
        assert one.default in {each.code for each in one.proposals}


@given(worlds)
def test_a_restriction_is_never_passed_over_by_what_is_proposed_first(world):
    known, was, becomes = world
    broken = replan(known, was, becomes, TODAY)
    picked = chosen(broken, {})
    assert not [one for one in broken if one.barred and picked[one.field].effect in GOES_ON]


@given(worlds)
def test_the_most_pressing_is_first_and_never_after_the_release(world):
    known, was, becomes = world
    by_on = [one.by_on for one in replan(known, was, becomes, TODAY)]
    assert by_on == sorted(by_on)
    assert all(day <= max(becomes, TODAY) for day in by_on)


@given(worlds)
def test_there_and_back_what_stood_for_the_day_stands_again(world):
    """Nobody has answered yet: stops, beds and the gate still hold for the first day."""
    known, was, becomes = world
    back = replan(known, becomes, was, TODAY)
    assert not {one.kind for one in back} & {"stop", "journey", "gate"}
    assert not [one for one in back if one.kind == "bed" and one.key != "none"]


@given(worlds)
def test_each_thing_is_named_once(world):
    known, was, becomes = world
    fields = [one.field for one in replan(known, was, becomes, TODAY)]
    assert len(fields) == len(set(fields))


@given(days, days, days, st.sampled_from(Nation))
def test_what_is_moved_along_stays_on_its_side_on_a_working_day(on, was, becomes, nation):
    day = shifted_day(on, was, becomes, TODAY, nation)
    if day is None:
        return
    assert is_working_day(day, nation) and day >= TODAY
    assert (day < becomes) == (on < was) or not is_working_day(on + (becomes - was), nation)


@pytest.mark.parametrize(
    ("becomes", "by_on"),
    [
        (date(2026, 11, 20), TODAY),
        (date(2026, 11, 23), TODAY),  # Monday: the next working day is the day itself
        (date(2026, 11, 24), TODAY),  # Tuesday: one working day is left
        (date(2026, 11, 25), date(2026, 11, 23)),
        (date(2027, 2, 1), date(2026, 11, 23)),
    ],
)
def test_with_two_days_notice_everybody_is_rung_today(becomes, by_on):
    assert ring_by(becomes, TODAY, Nation.ENGLAND_AND_WALES) == by_on


def arranged(known, was, becomes):
    """But for the person, who is always to be told."""
    return [one for one in replan(known, was, becomes, TODAY) if one.kind != "person"]


def test_the_person_is_told_of_every_move_and_of_no_first_date():
    (one,) = replan(Facts(name="Jo", has_home=True), OLD, NEW, TODAY)
    assert (one.kind, one.default) == ("person", "ask") and "not on Thu 10 Dec" in one.why
    assert replan(Facts(name="Jo", has_home=True), None, NEW, TODAY) == []


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (OLD_DUE := TODAY + timedelta(days=9), TODAY - timedelta(days=1), "overdue since"),
        (OLD_DUE, TODAY + timedelta(days=1), "due on"),
        (OLD_DUE, TODAY + timedelta(days=8), ""),  # time enough
        (TODAY, TODAY + timedelta(days=1), ""),  # as pressing as before
        (None, TODAY, "was not due yet"),
    ],
)
def test_what_turns_overdue_or_too_soon_has_proposals_of_its_own(was, becomes, said):
    one = Due(key="d", title="Pre-release plan", was=was, becomes=becomes, reasons={"short": "Too little notice"})
    found = arranged(Facts(name="Jo", due=(one,), has_home=True), NEW, OLD)
    assert [said in each.why for each in found] == ([True] if said else [])
    assert {each.code for each in found[0].proposals} == {"first", "waive:short", "talk"} if said else not found


OLD, NEW = TODAY + timedelta(days=20), TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("after", "was", "becomes", "default"),
    [
        (0, OLD, NEW, NEW),  # on the day itself, linked to it or not
        (2, OLD, NEW, NEW + timedelta(days=2)),  # they would still be inside
        (15, OLD, NEW, None),  # after both, and not of the first week
        (9, OLD, NEW, NEW + timedelta(days=9)),  # the gate would lie behind it
        (3, NEW, OLD, "keep"),  # out by then all the same
        (-4, NEW, OLD, OLD - timedelta(days=4)),
    ],
)
def test_a_journey_hangs_on_the_release_it_is_near(after, was, becomes, default):
    journey = Journey(key="j", title="Driven", on=was + timedelta(days=after), is_linked=False)
    found = [one.default for one in arranged(Facts(name="Jo", journeys=(journey,), has_home=True), was, becomes)]
    assert found == ([] if default is None else [default if default == "keep" else f"move:{default.isoformat()}"])


def test_what_can_no_longer_be_in_time_is_said_with_how_long_it_takes():
    basic = Basic(key="id", title="ID", takes="12 weeks", begin_by=TODAY - timedelta(days=1), began_by=TODAY)
    (one,) = arranged(
        Facts(name="Jo", basics=(basic,), has_home=True), TODAY + timedelta(days=90), TODAY + timedelta(days=60)
    )
    assert (one.why, one.default) == ("It takes 12 weeks, and so long is not left.", "first")


def test_what_was_late_before_is_not_said_again():
    late = TODAY - timedelta(days=5)
    basic = Basic(key="id", title="ID", takes="12 weeks", begin_by=late, began_by=late)
    assert not arranged(
        Facts(name="Jo", basics=(basic,), has_home=True), TODAY + timedelta(days=90), TODAY + timedelta(days=60)
    )


def test_a_choice_that_was_not_offered_is_refused():
    broken = replan(
        Facts(name="Jo", stops=(Stop(key="s", title="GP", on=TODAY),)), TODAY, TODAY + timedelta(days=3), TODAY
    )
    with pytest.raises(ReplanError):
        chosen(broken, {"stop-s": Effect.MOVE})


def test_the_mark_changes_with_what_breaks():
    known = Facts(name="Jo", stops=(Stop(key="s", title="GP", on=TODAY),))
    becomes = TODAY + timedelta(days=3)
    first = mark_of(replan(known, TODAY, becomes, TODAY), TODAY, becomes)
    assert first != mark_of([], TODAY, becomes)


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (Taken(time(9), gate="The gate, Send"), ""),
        (Taken(time(9), gate="The gate, Downview"), "meets somebody at another gate at 09:00"),
        (Taken(time(15), 60), ""),
        (Taken(time(10, 30), 60), "has something booked at 10:30"),
        (Taken(None), "has something booked"),
    ],
)
def test_what_keeps_a_worker_from_the_gate(taken, words):
    assert keeps_away([taken], time(9), time(10), "The gate, Send") == words


def test_without_the_hours_of_the_gate_anything_booked_counts():
    assert keeps_away([Taken(time(15))], None, None, "The gate, Send") == "has something booked at 15:00"


def test_nobody_is_at_two_gates_on_one_day():
    one, other = AtGate(1, "Jo", "A", TODAY, "Send"), AtGate(2, "Kit", "A", TODAY, "Downview")
    assert clashes([one, replace(one, person=3, name="Sam")]) == []
    (found,) = clashes([one, other, AtGate(4, "Lee", "B", TODAY, "Send")])
    assert found.words == "Jo and Kit would be met by the same worker on Fri 20 Nov, at different prisons"
    assert found.people == (1, 2)


SATURDAY = date(2026, 11, 21)


def test_on_a_day_without_work_offices_are_rung_on_the_next_working_day_and_people_at_once():
    known = Facts(
        name="Jo", has_day=True, has_home=True, stops=(Stop(key="s", title="Probation", on=OLD),),
        medicine=(Medicine(key="gp", title="GP", is_arranged=True),),
    )  # fmt: skip
    monday, tuesday = SATURDAY + timedelta(days=2), SATURDAY + timedelta(days=3)
    by_on = {one.kind: one.by_on for one in replan(known, OLD, tuesday, SATURDAY)}
    assert by_on == {"medicine": monday, "stop": monday, "meeting": SATURDAY, "person": SATURDAY}


@pytest.mark.parametrize(("is_asked", "words"), [(True, "ask the driver again"), (False, "still to be found")])
def test_a_driver_whom_nobody_asked_is_not_asked_again(is_asked, words):
    journey = Journey(key="j", title="Driven", on=OLD, is_asked=is_asked)
    (one,) = arranged(Facts(name="Jo", journeys=(journey,), has_home=True), OLD, NEW)
    assert words in one.proposals[0].words
