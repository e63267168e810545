"""Licence conditions: kinds, what they bar, varied and ended."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.unit.people.ended import confirm_all
from tests.unit.people.test_kept_apart import text_of
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.models import ConditionKind, ContactRestriction, LicenceCondition, RestrictionKind
from throughgate.people.rules.licence import BARS, holds_on, is_over, last_day
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.restrictions import findings_for, restrictions_of
from throughgate.people.services import (
    AlreadyEndedError,
    EndsBeforeStartError,
    add_licence_condition,
    end_licence_condition,
    vary_licence_condition,
)
from throughgate.people.views.licence import licence_context

ZONE = {"place": "Stoke Park", "town": "Guildford"}


@pytest.fixture
def zone(alice, person) -> LicenceCondition:
    return add_licence_condition(
        by=alice, person=person, kind="place_away", wording="Not to enter Stoke Park", from_on=today(), bars=ZONE
    )


def bars_of(alice, person):
    return [(one.row.kind, one.row.condition_id) for one in restrictions_of(alice, person, today())]


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        ("place_away", ZONE),
        ("place_within", {"town": "Woking"}),
        ("person", {"other_name": "Lee Elm", "reach": "any"}),
        ("children", {"all_children": True, "child_level": "supervised"}),
        ("curfew", {"curfew_from": time(19), "curfew_to": time(7)}),
    ],
)
def test_what_bars_is_one_restriction_that_names_the_condition(alice, person, kind, terms):
    row = add_licence_condition(by=alice, person=person, kind=kind, wording="As the licence says", bars=terms)
    assert bars_of(alice, person) == [(BARS[kind], row.pk)]


def test_every_kind_of_restriction_is_there():
    assert set(BARS) <= set(ConditionKind) and set(BARS.values()) <= set(RestrictionKind)


def test_without_terms_only_the_words_are_kept(alice, person):
    add_licence_condition(by=alice, person=person, kind="person", wording="No contact with Lee Elm")
    assert bars_of(alice, person) == []


def test_terms_that_make_no_restriction_leave_no_condition(alice, person):
    with pytest.raises(ValidationError):
        add_licence_condition(by=alice, person=person, kind="place_away", wording="Not there", bars={})
    assert not LicenceCondition.objects.exists()


def test_a_booking_asks_what_the_licence_bars(alice, person, zone):
    asked = Booking("one-to-one", today(), place="Stoke Park, Guildford")
    assert [one.refuses for one in findings_for(alice, [(person, asked)])[0]] == [True]


def test_ended_it_bars_nothing_from_the_next_day_once_a_manager_confirms(alice, mona, person, zone):
    end_licence_condition(by=alice, condition=zone, on=today(), because="Lifted")
    asked = [(person, Booking("one-to-one", today() + timedelta(n), place="Stoke Park, Guildford")) for n in (0, 1)]
    assert [bool(found) for found in findings_for(alice, asked)] == [True, True]
    confirm_all(mona)
    assert [bool(found) for found in findings_for(alice, asked)] == [True, False]


def test_ended_without_what_it_bars(alice, person, zone):
    end_licence_condition(by=alice, condition=zone, on=today(), because="Lifted", restrictions_too=False)
    assert ContactRestriction.objects.get().ended_at is None


def test_ended_once_only_and_not_before_it_began(alice, zone):
    with pytest.raises(EndsBeforeStartError):
        end_licence_condition(by=alice, condition=zone, on=today() - timedelta(1), because="Lifted")
    end_licence_condition(by=alice, condition=zone, on=today(), because="Lifted")
    with pytest.raises(AlreadyEndedError):
        end_licence_condition(by=alice, condition=zone, on=today(), because="Lifted")


def test_varied_the_earlier_one_ends_the_day_before(alice, zone):
    later = vary_licence_condition(
        by=alice, condition=zone, wording="Wider", from_on=today() + timedelta(7), because="Wider"
    )
    zone.refresh_from_db()
    assert (zone.ended_on, later.replaces, later.kind) == (today() + timedelta(6), zone, "place_away")


def test_varied_in_its_words_it_bars_what_it_barred(alice, person, zone):
    later = vary_licence_condition(by=alice, condition=zone, wording="The same", from_on=today(), because="Typing")
    (line,) = licence_context(alice, person, today())["conditions"]
    assert (line.row, [one.row.condition for one in line.bars]) == (later, [zone])


def test_varied_in_its_place_the_new_one_bars(alice, mona, person, zone):
    first = today() + timedelta(7)
    vary_licence_condition(
        by=alice, condition=zone, wording="Woking", from_on=first, because="Moved", bars={"town": "Woking"}
    )
    confirm_all(mona)
    asked = [
        (person, Booking("one-to-one", day, place=place))
        for day in (today(), first)
        for place in ("Stoke Park, Guildford", "Library, Woking")
    ]
    assert [bool(found) for found in findings_for(alice, asked)] == [True, False, False, True]


def test_ending_the_varied_one_ends_what_the_first_one_barred(alice, mona, person, zone):
    later = vary_licence_condition(by=alice, condition=zone, wording="The same", from_on=today(), because="Typing")
    end_licence_condition(by=alice, condition=later, on=today(), because="Lifted")
    confirm_all(mona)
    assert ContactRestriction.objects.get().ended_on == today()


def test_sent_twice_it_is_added_once(alice, person):
    token = uuid4()
    said = {"by": alice, "person": person, "kind": "curfew", "wording": "At home", "token": token}
    bars = {"curfew_from": time(19), "curfew_to": time(7)}
    assert add_licence_condition(**said, bars=bars) == add_licence_condition(**said, bars=bars)
    assert ContactRestriction.objects.count() == 1


@pytest.mark.parametrize(("who", "refusal"), [("bob", Forbidden), ("charlie", Hidden), ("victor", Hidden)])
def test_who_may_not_end_or_vary(who, refusal, zone, request):
    by = request.getfixturevalue(who)
    with pytest.raises(refusal):
        end_licence_condition(by=by, condition=zone, on=today(), because="No")
    with pytest.raises(refusal):
        vary_licence_condition(by=by, condition=zone, wording="No", from_on=today(), because="No")


def test_every_write_is_audited_and_told(alice, mona, person, zone):
    end_licence_condition(by=alice, condition=zone, on=today(), because="Lifted")
    confirm_all(mona)
    actions = set(Event.objects.filter(action__startswith="licence_condition.").values_list("action", flat=True))
    assert actions == {"licence_condition.added", "licence_condition.ended"}
    kinds = set(person.entries.values_list("kind", flat=True))
    assert {"licence-condition", "licence-condition-ended", "restriction", "restriction-ended"} <= kinds


@pytest.mark.parametrize(
    ("to_on", "ended_on", "last"),
    [(None, None, None), (9, None, 9), (None, 5, 5), (9, 5, 5), (5, 9, 5)],
)
def test_the_last_day(to_on, ended_on, last):
    def day(n):
        return date(2026, 3, n) if n else None

    row = LicenceCondition(from_on=day(3), to_on=day(to_on), ended_on=day(ended_on))
    assert last_day(row) == day(last)
    assert not holds_on(row, day(2)) and holds_on(row, day(3)) and is_over(row, day(10)) is bool(last)


# -- the pages ------------------------------------------------------------------------------------------------------


def url(name, person, **more):
    return reverse(f"people:{name}", kwargs={"ref": person.ref, **more})


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return client


def test_the_form_adds_both_in_one_act(page, alice, person):
    said = {"wording": "Not to enter Stoke Park", "bars": "yes", "sensitivity": "standard", "token": str(uuid4())}
    answer = page.post(url("add_condition", person, kind="place_away"), said | ZONE, follow=True)
    assert "What it bars is asked about" in text_of(answer)
    assert "Not to enter Stoke Park, Guildford" in text_of(answer)
    assert ContactRestriction.objects.get().condition == LicenceCondition.objects.get()


def test_only_the_words(page, person):
    said = {"wording": "Not there", "bars": "no", "sensitivity": "standard", "token": str(uuid4())}
    page.post(url("add_condition", person, kind="curfew"), said)
    assert LicenceCondition.objects.get().kind == "curfew" and not ContactRestriction.objects.exists()


@pytest.mark.parametrize(
    ("kind", "says"),
    [("place_away", "Enter the place, the town"), ("person", "Say who it is about"), ("curfew", "when the curfew")],
)
def test_what_it_needs_to_bar_is_asked_for(page, person, kind, says):
    said = {"wording": "Not there", "bars": "yes", "sensitivity": "standard", "token": str(uuid4()), "reach": "any"}
    assert says in text_of(page.post(url("add_condition", person, kind=kind), said))
    assert not LicenceCondition.objects.exists()


def test_varied_and_ended_by_the_page(page, person, zone):
    day = today()
    on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    from_on = {f"from_{name}": value for name, value in on.items()}
    page.post(
        url("vary_condition", person, pk=zone.pk),
        {"wording": "Closer", "because": "Asked", "bars": "same", "sensitivity": "standard", "token": str(uuid4())}
        | from_on,
    )
    later = LicenceCondition.objects.get(replaces=zone)
    assert "It bars: Not to enter Stoke Park, Guildford" in text_of(page.get(url("end_condition", person, pk=later.pk)))
    page.post(url("end_condition", person, pk=later.pk), {"because": "Lifted", "restrictions_too": "on"} | on)
    end = ContactRestriction.objects.get().said_ends.get()
    assert (end.proof, end.confirmed_at) == ("The licence condition ended: Lifted", None)


def test_the_picture_has_its_table(page, person, zone):
    said = text_of(page.get(url("custody", person)))
    assert "A place to keep away from: from" in said and "What it bars" in said
