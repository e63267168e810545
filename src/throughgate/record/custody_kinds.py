"""Kinds of entry for what the people room announces. That room lies below the register, so they stand here."""

from throughgate.record.kinds import Kind

CUSTODY_KINDS = (
    Kind("person-added", "Record opened", "person", "custody", plain="we opened your record"),
    Kind("details-changed", "Details changed", "id", "custody", plain="your details were changed"),
    Kind("custody-move", "Custody", "lock", "custody", plain="where you were"),
    Kind("custody-date", "Date noted", "calendar", "custody", plain="a date was noted"),
    Kind("sentence", "Sentence", "court", "custody", plain="your sentence"),
    Kind("licence-condition", "Licence condition", "court", "custody", plain="a licence condition"),
    Kind("worker-assigned", "Worker", "people", "custody", plain="who works with you"),
    Kind("circle-changed", "Circle", "family", "custody", plain="who is around you"),
)
