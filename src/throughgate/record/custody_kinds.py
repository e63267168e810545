"""Kinds of entry for what the people room announces. That room lies below the register, so they stand here."""

from throughgate.record.kinds import Kind

CUSTODY_KINDS = (
    Kind("person-added", "Record opened", "person", "custody", plain="we opened your record"),
    Kind("details-changed", "Details changed", "id", "custody", plain="your details were changed"),
    Kind("custody-move", "Custody", "lock", "custody", plain="where you were"),
    Kind("custody-date", "Date noted", "calendar", "custody", plain="a date was noted"),
    Kind("sentence", "Sentence", "court", "custody", plain="your sentence"),
    Kind("licence-condition", "Licence condition", "court", "custody", plain="a licence condition"),
    Kind("licence-condition-ended", "Licence condition ended", "check", "custody", plain="a licence condition ended"),
    Kind("hdc", "Home detention curfew", "home", "custody", plain="release on a tag (home detention curfew)"),
    Kind("parole-hearing", "Parole hearing", "court", "custody", plain="your parole hearing"),
    Kind("worker-assigned", "Worker", "people", "custody", plain="who works with you"),
    Kind("circle-changed", "Circle", "family", "custody", plain="who is around you"),
    Kind("restriction", "Restriction", "warning", "custody", plain="a rule about who you may see or where you may go"),
    Kind("restriction-ended", "Restriction ended", "check", "custody", plain="a rule about who or where has ended"),
    Kind("restriction-overridden", "Restriction overridden", "warning", "custody", plain="a rule was set aside once"),
    # Programme models ask for this one; a withdrawal is another kind, since it does not do what they ask for.
    Kind("consent", "Consent recorded", "check", "plan", plain="you told us what we may share and with whom"),
    Kind("consent-withdrawn", "Consent withdrawn", "note", "plan", plain="you took back what we may share"),
    Kind("records-merged", "Records put together", "people", "custody", plain="we put two records of yours together"),
    Kind("merge-undone", "Records taken apart", "people", "custody", plain="we took two records apart again"),
)
