"""Reads of evaluations. They are the organisation's: whoever may run them sees them all."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.outcomes.models import Evaluation

# The file's columns and the whole result are not needed to list evaluations.
HEAVY = ("columns", "options", "result", "problem")


def list_evaluations(user: User) -> QuerySet[Evaluation]:
    require(user, Ability.RUN_EVALUATIONS)
    return Evaluation.objects.select_related("created_by").defer(*HEAVY)


def get_evaluation(user: User, ref: str) -> Evaluation:
    require(user, Ability.RUN_EVALUATIONS)
    evaluation = Evaluation.objects.select_related("created_by", "started_by").filter(ref=ref).first()
    if evaluation is None:
        raise Http404("No such evaluation")
    return evaluation


def findings_of(evaluation: Evaluation) -> list[dict[str, Any]]:
    """One row for each outcome: what was found, in words, and whether it is settled."""
    result = evaluation.result or {}
    return [
        {
            "label": _sentence(result["outcomes"][finding["outcome"]]["label"]),
            "headline": finding["headline"],
            "meaning": finding["meaning"],
            "note": finding["note"],
            "verdict": _verdict(finding),
        }
        for finding in result.get("findings", [])
        if finding["outcome"] in result["outcomes"]
    ]


def balance_of(evaluation: Evaluation) -> dict[str, Any]:
    """How many measures are alike after matching, and the names of those that are not."""
    rows = (evaluation.result or {}).get("balance", {})
    bands = [row["band"] for row in rows.values()]
    return {
        "alike": bands.count("green"),
        "nearly": bands.count("amber"),
        "all": len(bands),
        "not_alike": [name for name, row in rows.items() if row["band"] == "red"],
    }


def _verdict(finding: dict[str, Any]) -> dict[str, str]:
    if finding["meaning"] is None:
        return {"text": "Not reported", "tone": "quiet", "icon": "note"}
    if finding["significant"] is None:
        return {"text": "Too few people to say", "tone": "due", "icon": "people"}
    if finding["significant"]:
        return {"text": "Statistically significant", "tone": "action", "icon": "check"}
    return {"text": "Direction not settled", "tone": "due", "icon": "warning"}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
