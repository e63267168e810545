"""What the tests of journeys share."""

from datetime import date, time

TODAY, ON = date(2026, 11, 20), date(2026, 12, 10)
WAY = {
    "on": ON,
    "from_place": "HMP Send",
    "from_postcode": "GU23 7LJ",
    "to_place": "Elm House",
    "to_postcode": "GU21 6HT",
    "pick_up_at": time(9, 30),
    "arrive_by": time(10, 15),
}
