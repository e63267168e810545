"""What the demonstration knows of custody beyond moves and dates: curfew steps, zones, days of eligibility."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.common.postcodes import point_of_postcode
from throughgate.people.changes import announced_once
from throughgate.people.models import (
    WITHOUT_END,
    ConditionKind,
    Confidence,
    CustodyDate,
    DateKind,
    HdcState,
    MoveKind,
    Person,
    Sentence,
)
from throughgate.people.services import add_licence_condition, note_date, note_hdc_step

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

SOME = 4
# Where nobody of the demonstration has to be on release day.
ZONES = (
    {"middle": "GU1 3AA", "radius_km": 1.5, "place": "The town centre", "town": "Guildford"},
    {"middle": "RG1 1LZ", "radius_km": 2.0, "place": "The streets around the station", "town": "Reading"},
)
CURFEW = "Stay at the approved address between 7 in the evening and 7 in the morning, wearing a tag."
HDC_STEPS = ((HdcState.ELIGIBLE, 40), (HdcState.ADDRESS, 25), (HdcState.ASSESSED, 12))


def tell_custody(charity: Charity) -> None:
    _ask_for_curfew(charity)
    _draw_zones(charity)
    _say_eligible(charity)


def _worker(charity: Charity, person: Person) -> User:
    mine = [one for key, one in charity.users.items() if key.startswith("caseworker")]
    return next((one for one in mine if can(one, Action.EDIT, person)), charity.users["manager"])


def _ask_for_curfew(charity: Charity) -> None:
    """Somebody further along, somebody less."""
    soon = CustodyDate.objects.filter(
        kind=DateKind.CRD, superseded_at=None, on__gt=charity.today + timedelta(days=60), person__merged_into=None
    )
    for number, row in enumerate(soon.select_related("person__site").order_by("on", "pk")[:SOME]):
        by = _worker(charity, row.person)
        with announced_once():
            for state, days in HDC_STEPS[: 1 + number % len(HDC_STEPS)]:
                day = row.on - timedelta(days=30) if state is HdcState.ELIGIBLE and row.on else None
                on = charity.today - timedelta(days=days)
                told = {"source": "OMU by e-mail", "confidence": Confidence.CONFIRMED}
                note_hdc_step(by=by, person=row.person, state=state, on=on, day=day, **told)


def _draw_zones(charity: Charity) -> None:
    out = Person.objects.filter(moves__kind=MoveKind.RELEASED, moves__on__lt=charity.today - timedelta(days=30))
    for number, person in enumerate(out.select_related("site").distinct().order_by("pk")[:SOME]):
        zone: dict[str, Any] = dict(ZONES[number % len(ZONES)])
        point = point_of_postcode(zone["middle"])
        if point is None:
            continue
        zone["latitude"], zone["longitude"] = point
        said: dict[str, Any] = {
            "by": _worker(charity, person),
            "person": person,
            "from_on": charity.today - timedelta(days=20),
            "to_on": charity.today + timedelta(days=160 + 30 * number),
            "source": "Copy of the licence",
            "confidence": Confidence.CONFIRMED,
        }
        with announced_once():
            wording = f"Not to enter {zone['place'].lower()}, {zone['town']}, as drawn on the map."
            add_licence_condition(**said, kind=ConditionKind.PLACE_AWAY, wording=wording, bars=zone)
            if number % 2:
                hours = {"curfew_from": "19:00", "curfew_to": "07:00"}
                add_licence_condition(**said, kind=ConditionKind.CURFEW, wording=CURFEW, bars=hours)


def _say_eligible(charity: Charity) -> None:
    """Of those with no set end: when the tariff ends, after which release is for the Parole Board."""
    for row in Sentence.objects.filter(kind__in=WITHOUT_END).select_related("person__site").order_by("pk")[:SOME]:
        on = charity.today - timedelta(days=400)
        note_date(
            by=_worker(charity, row.person), person=row.person, kind=DateKind.TARIFF_END, on=on, source="Court papers"
        )
