"""A record put together with the person's, a pair that may be one, and an import that brought the person in."""

from typing import Any

from throughgate.accounts.models import User
from throughgate.people.models import CaseloadImport, ImportedPerson, Merge, MergedRow, Person, PossibleDuplicate


def identity_of_everything(person: Person, user: User) -> dict[str, Any]:
    gone = Person.objects.create(
        given_name="Gone", family_name="Before", site=person.site, created_by=user, merged_into=person
    )
    merge = Merge.objects.create(kept=person, gone=gone, by=user, why="One and the same")
    MergedRow.objects.create(merge=merge, model="people.Identifier", row_id=gone.pk, moved=True)
    started = CaseloadImport.objects.create(created_by=user, file_kind="csv", size=1)
    ImportedPerson.objects.create(caseload_import=started, person=person, row=2)
    PossibleDuplicate.objects.create(one=person, other=gone, likeness="likely", weight=0.0, reasons=["birth.same"])
    return {"merge": merge}
