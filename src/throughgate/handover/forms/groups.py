"""Who takes over each group, or leads it for some days: the same rows in a hand-over and in a cover."""

from collections.abc import Sequence
from typing import Any

from django import forms

from throughgate.accounts.models import Role, User
from throughgate.handover.selectors.groups import GroupHeld

STAY = "stay"


class WithGroups(forms.Form):
    """A row for each group. `group_receivers` says who was chosen, of those that go; None where nobody was."""

    groups: Sequence[GroupHeld] = ()

    def add_groups(self, groups: Sequence[GroupHeld], *, question: str, stay: str, away: Sequence[int] = ()) -> None:
        self.groups = groups
        for one in groups:
            first = one.first(away)
            known = [(str(each.pk), f"{each.name}, {_note(one, each)}") for each in one.could]
            self.fields[one.name] = forms.ChoiceField(
                label=question.format(title=one.cohort.title),
                choices=[("", "Choose somebody"), *known, (STAY, stay)],
                required=False,
                initial=str(first.pk) if first else "",
                error_messages={"invalid_choice": f"Choose again who leads {one.cohort.title}"},
            )

    def group_receivers(self) -> dict[int, int | None]:
        everybody = self.cleaned_data.get("everybody")
        found: dict[int, int | None] = {}
        for one in self.groups:
            said = self.cleaned_data.get(one.name) or ""
            if said != STAY:
                to = everybody or said
                found[one.cohort.pk] = int(to) if to else None
        return found

    def settled_groups(self) -> dict[str, str]:
        """What was said of each, with the choice for everybody written into it."""
        receivers, data = self.group_receivers(), {}
        for one in self.groups:
            to = STAY if one.cohort.pk not in receivers else str(receivers[one.cohort.pk] or "")
            field: Any = self.fields[one.name]
            data[one.name] = to if to in dict(field.choices) else ""
        return data

    def group_rows(self, checked: bool = False) -> list[dict[str, Any]]:
        receivers = self.group_receivers() if checked else {}
        return [
            {
                "held": one,
                "field": self[one.name],
                "problem": one.problem(receivers[one.cohort.pk]) if one.cohort.pk in receivers else "",
            }
            for one in self.groups
        ]


def _note(one: GroupHeld, user: User) -> str:
    role = Role(user.role).label.lower()
    if user.pk in one.barred:
        return f"{role} · something stands against it"
    return f"{role} · leads it already" if user.pk in one.lead else role
