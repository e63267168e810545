from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from throughgate.accounts.models import Role
from throughgate.handover.forms.groups import STAY, WithGroups
from throughgate.handover.models import Why
from throughgate.handover.rules.moving import (
    OVERLAP_DAYS,
    OVERLAPS,
    SOON,
    Candidate,
    Handed,
    can_take,
    check_day,
    is_away_soon,
    suggest,
)
from throughgate.handover.selectors.caseload import Caseload
from throughgate.handover.selectors.groups import GroupHeld
from throughgate.people.models import Person
from throughgate.web.fields import DayField
from throughgate.web.words import short_day_words


def candidate_words(one: Candidate, today: date) -> str:
    people = "1 person" if one.people == 1 else f"{one.people} people"
    time = one.away_in(today, today + SOON)
    away = f" · away from {short_day_words(time[0])} to {short_day_words(time[1])}" if time else ""
    return f"{one.name}, {Role(one.role).label.lower()}, {people} now{away}"


def choices_for_everybody(caseload: Caseload, today: date) -> list[tuple[str, str]]:
    """Whoever could take at least one of them: of the others it is said beside their names."""
    fit = [one for one in caseload.candidates if any(can_take(one, each.roles) for each in caseload.handed.values())]
    return [("", "Chosen for each below"), *((str(one.pk), candidate_words(one, today)) for one in fit)]


def choices_for(handed: Handed, candidates: Sequence[Candidate], stay: str, today: date) -> list[tuple[str, str]]:
    """Who could take this person, the best first, and to leave it as it is."""
    fit = suggest(handed, candidates, today=today)
    known = [
        (str(one.pk), f"{candidate_words(one, today)}{' · knows them' if _knows(handed, one) else ''}") for one in fit
    ]
    return [("", "Choose somebody"), *known, (STAY, stay)]


def _knows(handed: Handed, one: Candidate) -> bool:
    return one.pk in handed.works_with


class CaseloadForm(WithGroups):
    """A day, a reason, and for each person and group who takes over. Without JavaScript a select for each in a list."""

    mark_optional = False

    from_on = DayField(
        label="Day of change", subject="The day of change", help_text="From this day on they have their new worker."
    )
    overlap = forms.TypedChoiceField(
        label="How long do both work with them before?",
        help_text="So that they meet the new worker with the one they know. The record opens to the new one then.",
        choices=[(days, f"{days} days" if days else "Not at all") for days in OVERLAPS],
        coerce=int,
        initial=OVERLAP_DAYS,
        widget=forms.RadioSelect(attrs={"data-inline": True, "data-small": True}),
    )
    why = forms.ChoiceField(
        label="Why?",
        choices=Why.choices,
        widget=forms.RadioSelect(attrs={"data-small": True}),
        error_messages={"required": "Choose why"},
    )
    everybody = forms.ChoiceField(
        label="Everybody goes to",
        help_text="Leave it empty to choose for each person below.",
        required=False,
        widget=forms.Select,
    )

    def __init__(
        self,
        *args: Any,
        caseload: Caseload,
        today: date,
        chosen: Mapping[int, Candidate | None],
        groups: Sequence[GroupHeld] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.caseload, self.today = caseload, today
        everybody: Any = self.fields["everybody"]
        everybody.choices = choices_for_everybody(caseload, today)
        stay = f"Stays with {caseload.worker.get_short_name()}"
        for person in caseload.people:
            first = chosen.get(person.pk)
            self.fields[_name(person)] = forms.ChoiceField(
                label=f"{person.name} goes to",
                choices=choices_for(caseload.handed[person.pk], caseload.candidates, stay, today),
                required=False,
                initial=str(first.pk) if first else "",
                error_messages={"invalid_choice": f"Choose again who takes over {person.name}"},
            )
        away = [one.pk for one in caseload.candidates if is_away_soon(one, today)]
        self.add_groups(groups, question="{title} goes to", stay=stay, away=away)

    def clean_from_on(self) -> date:
        day: date = self.cleaned_data["from_on"]
        if wrong := check_day(day, self.today):
            raise forms.ValidationError(wrong)
        return day

    def receivers(self) -> dict[int, int | None]:
        """Person → who takes over, of those who go; None where nobody is chosen. For a form that is valid."""
        everybody = self.cleaned_data.get("everybody")
        found: dict[int, int | None] = {}
        for person in self.caseload.people:
            said = self.cleaned_data.get(_name(person)) or ""
            if said != STAY:
                to = everybody or said
                found[person.pk] = int(to) if to else None
        return found

    def row_of(self, person: Person) -> Any:
        return self[_name(person)]

    def settled(self) -> dict[str, Any]:
        """What was said, with the choice for everybody written into each row: for the page that checks it."""
        data = {
            "from_on": self.cleaned_data["from_on"].isoformat(),
            "overlap": str(self.cleaned_data["overlap"]),
            "why": self.cleaned_data["why"],
        }
        receivers = self.receivers()
        for person in self.caseload.people:
            to = STAY if person.pk not in receivers else str(receivers[person.pk] or "")
            row: Any = self.fields[_name(person)]
            # Whoever cannot take this one is said beside it, and somebody else is to be chosen.
            data[_name(person)] = to if to in dict(row.choices) else ""
        return data | self.settled_groups()


def _name(person: Person) -> str:
    return f"to-{person.ref}"
