"""Records of one person, and caseloads from a file: managers' work. Everybody else is told that it is not theirs, or
nothing at all where they may not know of the person.
"""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.matrix import Row, everyone, only
from throughgate.people.models import CaseloadImport, Merge, Person

MANAGERS = only("manager")
DONE = only("manager", status=302)
# A caseworker and a counsellor see the record and do not put it together with another.
PAIR = {**everyone(404), "manager": 200, "caseworker": 403, "counsellor": 403}
PAIR_DONE = {**PAIR, "manager": 302}


def _other(world):
    """A second record at the same site."""
    fields = {"given_name": "Jordan", "family_name": "Vail", "site": world.person.site}
    found = Person.objects.filter(family_name="Vail").first()
    return found or Person.objects.create(**fields, created_by=world.users["manager"])


def _pair(world):
    return {"one": world.person.ref, "other": _other(world).ref}


def _merge(world):
    return {"ref": Merge.objects.get(kept=world.person).ref}


def _import(state, **fields):
    def make(world):
        made = CaseloadImport.objects.create(
            created_by=world.users["manager"],
            file_kind="csv",
            size=1,
            state=state,
            file="" if state == "done" else "imports/none/caseload.csv",
            headers=[] if state == "done" else ["Name"],
            **fields,
        )
        return {"ref": made.ref}

    return make


def _merge_form(world):
    return {"kept": "one", "detail_family_name": "one", "detail_preferred_name": "one", "why": "The same birth"}


ROWS = [
    Row("people:duplicates", "get", MANAGERS),
    Row("people:search_duplicates", "post", DONE),
    Row("people:compare", "get", PAIR, args=_pair),
    Row("people:say_different", "post", PAIR_DONE, args=_pair),
    Row("people:suggest_again", "post", PAIR_DONE, args=_pair),
    Row("people:merge", "get", PAIR, args=_pair),
    Row("people:merge", "post", PAIR_DONE, args=_pair, data=_merge_form),
    Row("people:merged", "get", PAIR, args=_merge),
    Row("people:undo_merge", "get", PAIR, args=_merge),
    Row("people:undo_merge", "post", PAIR_DONE, args=_merge, data=lambda world: {"because": "Two cousins"}),
    Row("people:another_record", "get", PAIR, args=lambda world: {"ref": world.person.ref}),
    Row(
        "people:another_record",
        "post",
        PAIR_DONE,
        args=lambda world: {"ref": world.person.ref},
        data=lambda world: {"text": _other(world).ref},
    ),
    Row("people:imports", "get", MANAGERS),
    Row(
        "people:imports",
        "post",
        DONE,
        data=lambda world: {"file": SimpleUploadedFile("list.csv", b"First name,Family name\nRobin,Ash\n")},
    ),
    Row("people:import_template", "get", MANAGERS, args=lambda world: {"kind": "csv"}),
    # An import is its uploader's; of this one it is the manager.
    Row("people:import", "get", MANAGERS, args=_import("checked", rows=1)),
    Row("people:import_progress", "get", MANAGERS, args=_import("checking")),
    Row("people:import_columns", "get", MANAGERS, args=_import("uploaded")),
    Row(
        "people:import_columns",
        "post",
        DONE,
        args=_import("uploaded"),
        data=lambda world: {"column_0": "full_name", "default_site": world.person.site_id},
    ),
    Row("people:import_add", "post", DONE, args=_import("checked", rows=1)),
    Row("people:import_discard", "get", MANAGERS, args=_import("checked")),
    Row("people:import_discard", "post", DONE, args=_import("checked")),
    Row("people:import_undo", "get", MANAGERS, args=_import("checked")),
    Row("people:import_undo", "post", DONE, args=_import("checked")),
]
