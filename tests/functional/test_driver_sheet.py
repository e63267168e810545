"""The driver's sheet on paper: one page, and nothing on it that one could tap."""

import re
from datetime import time

import pytest

from tests.browser import DESK
from throughgate.common.clock import today
from throughgate.people.models import ContactRestriction
from throughgate.release.models import Answer, DayStop, Driver, Journey, JourneyAsk, ReleaseDay, Vehicle
from throughgate.release.services.day_stops import say_zones_clear

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STREET = "Unit 14, The Old Maltings, Ripley Road, Send Marsh, near Woking, Surrey"
LONGEST = "Wolstenholme-Featherstonehaugh"
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def add_stops(person, alice) -> None:
    """Five, each open all day, on the way to the house."""
    day = ReleaseDay.objects.create(person=person, on=today(), gate_from=time(9), gate_to=time(9, 30), made_by=alice)
    day.gets_about = "car"
    day.save()
    for number in range(5):
        DayStop.objects.create(
            day=day, thread=f"T{number}", on=today(), kind="other", title="A stop", added_by=alice, minutes=15,
            place=f"{number}: " + "The office for housing and work " * 2, opens=time(8), closes=time(18),
            address="Ripley Road, Send Marsh, near Woking", postcode="GU21 6EN", latitude=51.319, longitude=-0.558,
        )  # fmt: skip
    last = {"title": "The house", "place": "Elm House, the house with the green door " * 2, "postcode": "GU21 6HT"}
    DayStop.objects.create(
        day=day, thread="T9", on=today(), kind="other", added_by=alice, minutes=5, opens=time(8), closes=time(18),
        latitude=51.317, longitude=-0.56, **last,
    )  # fmt: skip
    say_zones_clear(by=alice, day=day, because="Looked at the map of the licence")


@pytest.fixture
def journey(person, victor, alice) -> Journey:
    """As full as one may become: long names, three places to keep away from, five stops, every field filled in."""
    person.given_name, person.family_name = "Maximiliana-Alexandrina", LONGEST
    person.save()
    person.site.postcode = "GU23 7LJ"
    person.site.save()
    for number in range(3):
        ContactRestriction.objects.create(
            person=person, kind="licence_place", source="licence", from_on=today(), added_by=alice,
            place=f"{number} " + "The old estate behind the railway station and the park " * 2,
        )  # fmt: skip
    ContactRestriction.objects.create(
        person=person, kind="curfew", source="licence", from_on=today(), added_by=alice, curfew_from=time(19),
        curfew_to=time(7),
    )  # fmt: skip
    victor.name = f"Bartholomew {LONGEST}"
    victor.save()
    row = Journey.objects.create(
        person=person, on=today(), leave_at=time(7), pick_up_at=time(9), arrive_by=time(17), made_by=alice,
        from_place=person.site.name, from_address=STREET,
        from_postcode="GU23 7LJ", to_place="Elm House, the house with the green door " * 2, passengers=3,
        to_address=STREET, to_postcode="GU21 6HT", needs_wheelchair=True,
        notes="Two bags and a wheelchair, which folds. " * 5, way="By the probation office, then the bank. " * 5,
        ring="01632 960300",
    )  # fmt: skip
    add_stops(person, alice)
    driver = Driver.objects.create(user=victor, added_by=alice)
    Vehicle.objects.create(driver=driver, words="dark blue Volkswagen Transporter with a lift behind", seats=3)
    JourneyAsk.objects.create(
        journey=row, driver=driver, asked_by=alice, answer=Answer.YES, answered_at=row.made_at, answered_by=victor
    )
    return row


@pytest.fixture
def sheet(open_as, victor, journey):
    page = open_as(victor, size=DESK)
    page.goto(f"/release/journeys/{journey.ref}/sheet/")
    return page


def test_the_fullest_sheet_is_one_page(sheet):
    assert sheet.get_by_role("heading", name=re.compile("stop on the way")).count() == 5
    pdf = sheet.pdf(format="A4")
    assert len(PAGE.findall(pdf)) == 1


def test_nothing_to_tap_is_printed(sheet):
    asked = "main :is(a, button, input, summary, .tg-report)"
    assert sheet.locator(asked).filter(visible=True).count() > 5
    sheet.emulate_media(media="print")
    left = [one.inner_text() for one in sheet.locator(asked).filter(visible=True).all()]
    assert left == ["01632 960300"]
