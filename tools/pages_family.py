"""Family work: of the first family with which somebody works, as their manager reads it: member, check, workshop."""

from django.urls import reverse

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.family.models import FamilyMember, SafetyCheck, Workshop
from throughgate.people.models import Person


def family_pages(manager: User) -> list[tuple[str, str]]:
    member = visible(manager, FamilyMember.objects.select_related("person")).order_by("pk").first()
    if member is None:
        return []
    names = {"family": "person", "family book": "book", "family met": "meet", "family copy": "copy"}
    names |= {"family add": "add", "family arrange": "arrange"}
    listed = [(title, _of(member.person, name)) for title, name in names.items()]
    for name in ("member", "kept", "reach", "ask", "safe", "said"):
        listed.append((f"family {name}", _of(member.person, name, member=member.ref)))
    if (
        check := SafetyCheck.objects.select_related("member__person")
        .filter(answer="", member__person=member.person)
        .first()
    ):
        listed.append(("family answer", _of(check.member.person, "answer", check=check.ref)))
    if held := Workshop.objects.select_related("person").filter(person=member.person).first():
        listed.append(("family workshop", _of(held.person, "workshop", workshop=held.ref)))
    return listed


def _of(person: Person, name: str, **given: str) -> str:
    return reverse(f"family:{name}", kwargs={"ref": person.ref} | given)
