"""The one-to-one and the plan as it stands, on one page."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from throughgate.casework.models import Doer, Goal, How, Medium, Step
from throughgate.casework.rules.plan import GOAL_LENGTH, STEP_LENGTH, StepText
from throughgate.common.references import new_reference
from throughgate.recovery.forms import OnceForm, words
from throughgate.recovery.rules.treatment import WORK, Treatment
from throughgate.recovery.selectors.treatment import Standing
from throughgate.recovery.services.sessions import Aim, Met, Wording
from throughgate.web.fields import DayField
from throughgate.web.widgets import ClockInput

SAME, CHANGED = "same", "changed"
MORE_TRIGGERS = 2
AGREED = [*How.choices[:3], ("", "Not yet: it stays a draft")]


class SessionForm(OnceForm):
    on = DayField(label="On which day?")
    at = forms.TimeField(label="At what time? (optional)", required=False, widget=ClockInput)
    minutes = forms.IntegerField(label="How many minutes?", min_value=1, max_value=600, initial=50)
    medium = forms.ChoiceField(label="How?", choices=Medium.choices, widget=forms.RadioSelect, initial="face")
    place = forms.CharField(label="Where? (optional)", max_length=80, required=False)
    note = words("What was it about?", "Read by their counsellor and the counsellor’s manager only.", 5)
    explained = forms.CharField(
        label="If a restriction stands against it: why all the same? (optional)", max_length=200, required=False
    )
    changed = forms.ChoiceField(
        label="What became of the plan?",
        choices=[(SAME, "Nothing changed: we looked at it together"), (CHANGED, "It changed, as written below")],
        widget=forms.RadioSelect,
    )
    opening = words("What is the problem, and where do they want to get to?", "In their words.")
    link = words("How did it lead to the offending?", "In their words.")
    strengths = words("Strengths")
    craving = words("What do they do when the craving comes?")
    lapse = words("What do they do if it happened?")
    work = forms.MultipleChoiceField(
        label="The work agreed", choices=list(WORK.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.ChoiceField(label="Did they agree?", choices=AGREED, widget=forms.RadioSelect, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    met_names = ("on", "at", "minutes", "medium", "place", "note", "explained")

    def __init__(self, *args: Any, standing: Standing | None, stamp: str, by: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing, self.by = standing, by
        self.fields["seen"].initial = stamp
        said = standing.said if standing else Treatment()
        for name in ("link", "strengths", "craving", "lapse", "work"):
            self.fields[name].initial = getattr(said, name)
        self.fields["opening"].initial = standing.version.opening if standing else ""
        if not self.may_stay:
            self.fields["changed"].initial = CHANGED
            self.fields["changed"].widget = forms.HiddenInput()
        self._add_triggers(said)
        self.aims = [*(standing.goals if standing else ()), None]
        for place, goal in enumerate(self.aims, start=1):
            self._add_aim(place, goal)

    @property
    def may_stay(self) -> bool:
        return self.standing is not None and not self.standing.is_draft

    def _add_triggers(self, said: Treatment) -> None:
        pairs = [*said.triggers, *([("", "")] * MORE_TRIGGERS)]
        self.pairs = len(pairs)
        for place, (trigger, answer) in enumerate(pairs, start=1):
            self.fields[f"trigger_{place}"] = _line(f"Trigger {place}", 200, trigger)
            self.fields[f"answer_{place}"] = _line(f"What they do about trigger {place}", 300, answer)

    def _add_aim(self, place: int, goal: Goal | None) -> None:
        name = f"aim_{place}"
        self.fields[name] = _line(f"Aim {place}" if goal else "A new aim", GOAL_LENGTH, goal.words if goal else "")
        self.fields[f"{name}_key"] = _hidden(goal.key if goal else new_reference())
        for number, step in enumerate([*(_steps(goal)), None], start=1):
            of = f"of aim {place}" if goal else "of the new aim"
            self._add_step(f"{name}_step_{number}", f"Step {number} {of}", step)

    def _add_step(self, name: str, label: str, step: Step | None) -> None:
        self.fields[name] = _line(label, STEP_LENGTH, step.what if step else "")
        self.fields[f"{name}_key"] = _hidden(step.key if step else new_reference())
        self.fields[f"{name}_who"] = forms.ChoiceField(
            label=f"{label}: who does it?",
            choices=Doer.choices,
            initial=step.who if step else "person",
            required=False,
        )
        self.fields[f"{name}_by"] = DayField(
            label=f"{label}: by when?", initial=step.by_on if step else None, required=False
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("changed") == CHANGED:
            for name in self._step_names():
                if given.get(name) and not given.get(f"{name}_by") and f"{name}_by" not in self.errors:
                    self.add_error(f"{name}_by", "Say by when")
        return given

    def _step_names(self) -> Iterator[str]:
        return (name.removesuffix("_who") for name in self.fields if name.endswith("_who"))

    # -- for the page ---------------------------------------------------------------------------------------------

    def met_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.met_names]

    def before_triggers(self) -> list[forms.BoundField]:
        return [self["opening"], self["link"]]

    def trigger_fields(self) -> list[forms.BoundField]:
        return [self[f"{kind}_{place}"] for place in range(1, self.pairs + 1) for kind in ("trigger", "answer")]

    def after_triggers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("strengths", "work", "craving", "lapse")]

    def aim_fields(self) -> list[tuple[int, list[forms.BoundField], bool]]:
        """With whether each stands open."""
        found = []
        for place in range(1, len(self.aims) + 1):
            fields = [self[n] for n in self.fields if f"{n}_".startswith(f"aim_{place}_")]
            found.append((place, fields, self._stands_open(fields)))
        return found

    @property
    def opens_problem(self) -> bool:
        return self._stands_open(self.before_triggers())

    @property
    def opens_triggers(self) -> bool:
        return self._stands_open(self.trigger_fields())

    @property
    def opens_rest(self) -> bool:
        return self._stands_open(self.after_triggers())

    def _stands_open(self, fields: Sequence[forms.BoundField]) -> bool:
        """A first plan is written from top to bottom; later what is wrong is never folded away."""
        return self.standing is None or any(field.errors for field in fields)

    # -- what was said --------------------------------------------------------------------------------------------

    def met(self) -> Met:
        return Met(**{name: self.cleaned_data[name] for name in self.met_names})

    def wording(self) -> Wording | None:
        given = self.cleaned_data
        if given["changed"] == SAME:
            return None
        texts = {name: given[name].strip() for name in ("link", "strengths", "craving", "lapse")}
        said = Treatment(triggers=self._triggers(), work=tuple(given["work"]), **texts)
        aims = [self._aim(place) for place in range(1, len(self.aims) + 1) if given[f"aim_{place}"].strip()]
        return Wording(opening=given["opening"].strip(), said=said, aims=aims, agreed=given["agreed"])

    def _triggers(self) -> tuple[tuple[str, str], ...]:
        given = self.cleaned_data
        pairs = [(given[f"trigger_{n}"].strip(), given[f"answer_{n}"].strip()) for n in range(1, self.pairs + 1)]
        return tuple(pair for pair in pairs if any(pair))

    def _aim(self, place: int) -> Aim:
        given, name = self.cleaned_data, f"aim_{place}"
        names = [one for one in self._step_names() if one.startswith(f"{name}_step_") and given[one].strip()]
        return Aim(given[f"{name}_key"], given[name].strip(), [self._step(one) for one in names])

    def _step(self, name: str) -> StepText:
        given = self.cleaned_data
        before = {step.key: step for goal in self.aims for step in _steps(goal)}.get(given[f"{name}_key"])
        worker = (before.worker_id if before else self.by) if given[f"{name}_who"] == Doer.STAFF else None
        return StepText(given[f"{name}_key"], given[name].strip(), given[f"{name}_who"], given[f"{name}_by"], worker)


def _steps(goal: Goal | None) -> Sequence[Step]:
    return list(goal.steps.all()) if goal else []


def _line(label: str, longest: int, initial: str) -> forms.CharField:
    return forms.CharField(label=f"{label} (optional)", max_length=longest, required=False, initial=initial)


def _hidden(initial: str) -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=12, initial=initial)
