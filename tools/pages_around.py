"""The pages of the circle, restrictions and sharing."""

from django.urls import reverse

from throughgate.people.models import Person, RestrictionKind
from throughgate.people.rules.circle import OFFICIALS


def around_pages(person: Person) -> list[tuple[str, str]]:
    def url(name: str, **more: object) -> str:
        return reverse(f"people:{name}", kwargs={"ref": person.ref, **more})

    listed = [
        (f"around {name}", url(name)) for name in ("restrictions", "choose_restriction", "sharing", "ask_consent")
    ]
    listed += [(f"restriction {kind.value}", url("add_restriction", kind=kind.value)) for kind in RestrictionKind]
    listed.append(("lawful basis of a person", url("basis", purpose="prison")))
    listed.append(("consent of a service", f"{url('say_consent')}?to=service/housing/"))
    if member := person.circle.exclude(kind__in=OFFICIALS).first():
        names = ("change_circle", "told", "end_circle")
        listed += [(f"circle {name}", url(name, pk=member.pk)) for name in names]
        listed.append(("consent of family", f"{url('say_consent')}?to=family/circle/{member.pk}"))
    if restriction := person.restrictions.first():
        listed.append(("restriction end", url("end_restriction", pk=restriction.pk)))
    if consent := person.consents.first():
        listed.append(("consent take back", url("withdraw_consent", pk=consent.pk)))
    return listed
