"""What the tests of a release day share."""

from datetime import date, time, timedelta

from throughgate.programmes.models import Promise

TODAY = date(2026, 11, 20)
RELEASE = date(2026, 12, 10)
LATER = RELEASE + timedelta(days=5)
PROBATION = {
    "kind": "probation", "place": "Woking Probation Office", "postcode": "GU21 6EN", "minutes": 45,
    "at": time(11, 30), "is_mandatory": True,
}  # fmt: skip
GP = {
    "kind": "gp", "place": "Hillview Surgery", "postcode": "GU21 7QP", "minutes": 20, "opens": time(8),
    "closes": time(18),
}  # fmt: skip


def plan_promise(person) -> Promise:
    return Promise.objects.get(person=person, source="release-day")
