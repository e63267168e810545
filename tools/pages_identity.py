"""Pages for records of one person and for a caseload from a file. A list with something wrong in it is made up here."""

from dataclasses import asdict

from django.urls import reverse
from django.utils import timezone

from throughgate.accounts.models import User
from throughgate.people.models import CaseloadImport, Merge, PossibleDuplicate
from throughgate.people.rules.importing import Problem
from throughgate.people.selectors.duplicates import list_pairs

PROBLEMS = (
    Problem(4, "Date of birth", "There is no day “31/02/1988” in the calendar. Write it like 27/03/1988."),
    Problem(4, "PNC", "The check letter of this PNC should be U, not K. Check the serial number or the letter."),
    Problem(9, "Site", "No prison or site is called “Sned”. Did you mean Send (HMP)?"),
    Problem(12, "Family name", "This may be the same person as row 13. If so, keep one of the two rows.", wrong=False),
    Problem(13, "Family name", "This may be the same person as row 12. If so, keep one of the two rows.", wrong=False),
)
SAMPLE = [
    {"row": 2, "name": "Robin Ash", "born_on": "1988-03-27", "numbers": ["A1234BC", "X123456"], "worker": "Alex Hale"},
    {"row": 3, "name": "Kit Fell", "born_on": "1979-02-28", "numbers": [], "worker": ""},
]


def identity_pages(manager: User) -> list[tuple[str, str]]:
    listed = [
        ("duplicates", reverse("people:duplicates")),
        ("duplicates decided", f"{reverse('people:duplicates')}?show=different"),
        ("import", reverse("people:imports")),
        ("import columns", reverse("people:import_columns", args=[_list("uploaded", manager).ref])),
        ("import wrong rows", reverse("people:import", args=[_list("checked", manager).ref])),
        ("import added", reverse("people:import", args=[_added(manager).ref])),
        ("import undo", reverse("people:import_undo", args=[_added(manager).ref])),
        ("import discard", reverse("people:import_discard", args=[_list("checked", manager).ref])),
    ]
    pair: PossibleDuplicate | None = list_pairs(manager).first()
    if pair:
        both = [pair.one.ref, pair.other.ref]
        listed += [
            ("duplicates compare", reverse("people:compare", args=both)),
            ("duplicates merge", reverse("people:merge", args=both)),
            ("another record", reverse("people:another_record", args=both[:1])),
        ]
    merge = Merge.objects.filter(by=manager).first()
    if merge:
        listed += [
            ("merged", reverse("people:merged", args=[merge.ref])),
            ("merge undo", reverse("people:undo_merge", args=[merge.ref])),
        ]
    return listed


def _added(manager: User) -> CaseloadImport:
    made, _ = CaseloadImport.objects.get_or_create(
        state="done",
        created_by=manager,
        defaults={"file_kind": "csv", "size": 1, "rows": 24, "rows_ok": 24, "finished_at": timezone.now()},
    )
    return made


def _list(state: str, manager: User) -> CaseloadImport:
    read = {
        "rows": 24,
        "rows_ok": 20,
        "rows_wrong": 2,
        "rows_warned": 2,
        "problems": [asdict(problem) for problem in PROBLEMS],
        "sample": SAMPLE,
    }
    made, _ = CaseloadImport.objects.get_or_create(
        state=state,
        created_by=manager,
        defaults={
            "file": "imports/none/caseload.csv",
            "file_kind": "csv",
            "size": 1,
            "headers": ["Forename", "Surname", "DOB", "Prison", "Key worker", "Shoe size"],
            "columns": {"0": "given_name", "1": "family_name", "2": "born_on", "3": "site", "4": "worker"},
        }
        | (read if state == "checked" else {}),
    )
    return made
