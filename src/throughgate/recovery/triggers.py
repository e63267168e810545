"""The database's own refusal to change what an agreed version of a treatment plan says (see `common.guards`)."""

from throughgate.common.guards import Guard, Guards

WORDS, VERSION = "recovery_treatmentwords", "casework_planversion"
REFUSAL = "Both sides have agreed to this version of the treatment plan: write the change as a new version."


def _guard(event: str, row: str) -> Guard:
    agreed = f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = {row}.version_id AND v.agreed_at IS NOT NULL)"  # noqa: S608 - our own names  # nosec B608
    return Guard(WORDS, event, agreed, word="agreed", refusal=REFUSAL)


TREATMENT_GUARDS = Guards((_guard("UPDATE", "OLD"), _guard("INSERT", "NEW")), needs=(WORDS, VERSION))
