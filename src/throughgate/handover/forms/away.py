from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from throughgate.handover.forms.caseload import choices_for, choices_for_everybody
from throughgate.handover.forms.groups import STAY, WithGroups
from throughgate.handover.models import WhyAway
from throughgate.handover.rules.moving import Candidate
from throughgate.handover.selectors.caseload import Caseload
from throughgate.handover.selectors.groups import GroupHeld
from throughgate.handover.services.away import wrong_days
from throughgate.people.models import Person
from throughgate.web.fields import DayField

NOBODY = "Nobody stands in"


class AwayForm(WithGroups):
    """From when to when somebody is away, who stands in with whom and leads which group. Without `days` those were said
    before.
    """

    mark_optional = False

    from_on = DayField(label="First day away", subject="The first day away")
    to_on = DayField(label="Last day away", subject="The last day away", help_text="Cover ends by itself on this day.")
    why = forms.ChoiceField(
        label="Why are they away?", choices=WhyAway.choices, widget=forms.RadioSelect(attrs={"data-small": True})
    )
    everybody = forms.ChoiceField(
        label="Who stands in with everybody?", help_text="Leave it empty to choose for each below.", required=False
    )

    def __init__(
        self,
        *args: Any,
        caseload: Caseload,
        today: date,
        chosen: Mapping[int, Candidate | None],
        days: bool = True,
        groups: Sequence[GroupHeld] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.caseload, self.today = caseload, today
        if not days:
            for name in ("from_on", "to_on", "why"):
                del self.fields[name]
        everybody: Any = self.fields["everybody"]
        everybody.choices = choices_for_everybody(caseload, today)
        for person in caseload.people:
            first = chosen.get(person.pk)
            self.fields[_name(person)] = forms.ChoiceField(
                label=f"Who stands in with {person.name}?",
                choices=choices_for(caseload.handed[person.pk], caseload.candidates, NOBODY, today),
                required=False,
                initial=str(first.pk) if first else "",
                error_messages={"invalid_choice": f"Choose again who stands in with {person.name}"},
            )
        self.add_groups(groups, question="Who leads {title} in these days?", stay=NOBODY)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        from_on, to_on = cleaned.get("from_on"), cleaned.get("to_on")
        if from_on and to_on and (wrong := wrong_days(from_on, to_on, self.today)):
            self.add_error("to_on", wrong)
        return cleaned

    def stand_ins(self) -> dict[int, int]:
        """Person → who stands in, of those with whom somebody does."""
        everybody = self.cleaned_data.get("everybody")
        found = {}
        for person in self.caseload.people:
            said = self.cleaned_data.get(_name(person)) or ""
            if said != STAY and (everybody or said):
                found[person.pk] = int(everybody or said)
        return found

    def row_of(self, person: Person) -> Any:
        return self[_name(person)]


def _name(person: Person) -> str:
    return f"by-{person.ref}"
