"""Recovery of somebody mid-treatment, and of somebody outside."""

from django.urls import reverse

from throughgate.people.models import Person
from throughgate.recovery.models import CellSheet, Lapse


def recovery_pages() -> list[tuple[str, str]]:
    listed = []
    sheet = CellSheet.objects.select_related("person").filter(returned_on=None).first()
    if sheet:
        names = (
            "person",
            "session",
            "compare",
            "print",
            "count",
            "sheets",
            "meetings",
            "home_group",
            "sponsor",
            "touch",
        )
        listed += [(f"recovery {name}", _of(sheet.person, name)) for name in names]
        listed.append(("recovery sheet back", _of(sheet.person, "sheet_back", sheet=sheet.ref)))
        listed.append(("recovery sheet print", _of(sheet.person, "sheet_print", code=sheet.sheet)))
    if lapse := Lapse.objects.select_related("person").first():
        listed += [("recovery outside", _of(lapse.person, "person")), ("recovery lapse", _of(lapse.person, "lapse"))]
        listed.append(("recovery lapse read", _of(lapse.person, "lapse_read", lapse=lapse.ref)))
    return listed


def _of(person: Person, name: str, **given: str) -> str:
    return reverse(f"recovery:{name}", kwargs={"ref": person.ref} | given)
