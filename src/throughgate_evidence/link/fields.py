"""What a person is known by in the two files, and which column holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..refusals import EvidenceInputError

DATES = ("index_date", "conviction_date", "start_date")
NUMBERS = ("pnc", "prison_number", "cro")
FIELDS = ("id", "forename", "surname", "date_of_birth", "gender", *NUMBERS, "postcode", *DATES)
# What the Justice Data Lab asks of every row of a submission; beside them one of the dates.
ESSENTIAL = ("forename", "surname", "date_of_birth", "gender")
NEEDED_OF_RECORDS = ("forename", "surname", "date_of_birth")

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "identifier",
        "forename": "forename",
        "surname": "surname",
        "date_of_birth": "date of birth",
        "gender": "gender",
        "pnc": "PNC number",
        "prison_number": "prison number",
        "cro": "CRO number",
        "postcode": "postcode",
        "index_date": "index date",
        "conviction_date": "conviction date",
        "start_date": "start of the intervention",
    }
)

# Headings that are taken for a field when nothing else is said, in lower case with underscores.
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "person_id", "participant_id", "record_id", "unique_id"),
        "forename": ("forename", "first_name", "firstname", "given_name"),
        "surname": ("surname", "last_name", "lastname", "family_name"),
        "date_of_birth": ("date_of_birth", "dob", "birth_date", "dateofbirth", "birthdate"),
        "gender": ("gender", "sex"),
        "pnc": ("pnc", "pnc_number", "pnc_no", "pnc_id"),
        "prison_number": ("prison_number", "prison_no", "noms_number", "noms_id", "nomis_number", "nomis_id"),
        "cro": ("cro", "cro_number", "cro_no"),
        "postcode": ("postcode", "post_code", "home_postcode"),
        "index_date": ("index_date",),
        "conviction_date": ("conviction_date", "date_of_conviction"),
        "start_date": ("start_date", "intervention_start", "intervention_start_date", "start_of_intervention"),
    }
)


def find_columns(name: str, found: Sequence[str], given: Mapping[str, str], needed: Sequence[str]) -> dict[str, str]:
    """Field to column: what was given, else a column whose heading says it. `name` is the file's, for messages."""
    for field in given:
        if field not in FIELDS:
            raise EvidenceInputError(f"There is no field {field!r}. The fields are {', '.join(FIELDS)}.")
    headings = {re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_"): column for column in reversed(found)}
    columns = dict(given)
    for field in FIELDS:
        likely = next((headings[heading] for heading in HEADINGS[field] if heading in headings), None)
        if field not in columns and likely is not None and likely not in columns.values():
            columns[field] = likely
    for field in needed:
        if field not in columns:
            raise EvidenceInputError(
                f"{name}: no column is known to hold the {WORDS[field]}. Its columns are: {', '.join(found[:40])}. "
                f"Say which it is, as in {field}=COLUMN."
            )
    return columns
