"""Reads of evaluations. They are the organisation's: whoever may run them sees them all."""

from dataclasses import fields
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.outcomes.models import Evaluation
from throughgate.outcomes.rules.options import METHODS, options_from_json
from throughgate_evidence.outcomes import Estimate
from throughgate_evidence.statements import adjusted_sentence, is_settled

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
    """One row for each outcome: what was found, in words, and whether it is settled. The words are the library's: where
    the groups are not alike they hold no result.
    """
    result = evaluation.result or {}
    closed = _is_closed(result)
    return [
        {
            "label": _sentence(outcome["label"]),
            "headline": finding["headline"],
            "meaning": finding["meaning"],
            "second_way": None if closed else _second_way(outcome),
            "note": finding["note"],
            "verdict": _verdict(finding, outcome, closed),
        }
        for finding in result.get("findings", [])
        if (outcome := result["outcomes"].get(finding["outcome"]))
    ]


def caution_of(evaluation: Evaluation) -> dict[str, Any] | None:
    """On what the groups still differ, the most first, and whether results are held back for it; None where they are
    alike.
    """
    result = evaluation.result or {}
    gate = result.get("gate")  # worked out before there was one: results were shown, with a warning
    red = gate["red"] if gate else balance_of(evaluation)["not_alike"]
    return {"differ_on": red, "closed": _is_closed(result)} if red else None


def method_of(evaluation: Evaluation) -> str:
    return METHODS[options_from_json(evaluation.options).method] if evaluation.options else ""


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


def _is_closed(result: dict[str, Any]) -> bool:
    gate = result.get("gate")
    return gate is not None and not gate["headline"]


def _second_way(outcome: dict[str, Any]) -> str | None:
    """The doubly robust estimate beside the first, where the library made one."""
    matched, adjusted = _estimate(outcome), _estimate(outcome.get("adjusted"))
    return adjusted_sentence(outcome["kind"], matched, adjusted) if matched and adjusted else None


def _estimate(row: dict[str, Any] | None) -> Estimate | None:
    """As it was when it was written down; None where it is not there or withheld."""
    if row is None or row["difference"] is None:
        return None
    kept: dict[str, Any] = {field.name: row.get(field.name) for field in fields(Estimate)}
    return Estimate(**kept)


def _verdict(finding: dict[str, Any], outcome: dict[str, Any], closed: bool) -> dict[str, str]:
    if finding["meaning"] is None:
        held_back = closed and not outcome.get("withheld")
        text, tone, icon = (
            ("Not alike enough to say", "due", "warning") if held_back else ("Not reported", "quiet", "note")
        )
    elif finding["significant"] is None:
        text, tone, icon = "Too few people to say", "due", "people"
    elif finding["significant"]:
        text, tone, icon = "Statistically significant", "action", "check"
    elif _only_alone(outcome):
        text, tone, icon = "Not significant once corrected", "due", "warning"
    else:
        text, tone, icon = "Direction not settled", "due", "warning"
    return {"text": text, "tone": tone, "icon": icon}


def _only_alone(outcome: dict[str, Any]) -> bool:
    """Whether it would be significant if it were the only outcome that was looked at."""
    matched = _estimate(outcome)
    return matched is not None and outcome.get("p_corrected") is not None and bool(is_settled(matched))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
