from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.utils import ErrorList
from django.utils import timezone

from throughgate.access.policy import Sensitivity, writable_levels
from throughgate.accounts.models import User
from throughgate.casework.forms.levels import level_field, usual_level
from throughgate.casework.forms.with_circle import reason_box
from throughgate.casework.models import Doer, Goal, GoalStatus, How, Side
from throughgate.casework.plan_kinds import PLAN
from throughgate.casework.rules.plan import GOAL_LENGTH, STEP_LENGTH, StepText
from throughgate.casework.selectors.plan_asked import Wanted
from throughgate.common.references import new_reference
from throughgate.people.forms.restricted import RestrictedForm
from throughgate.people.models import Person
from throughgate.web.fields import DayField, unchosen
from throughgate.web.widgets import ClockInput

OWN = "own"
MOST_STEPS = 20
BOTH = "both"
# Agreeing on their own pages is theirs alone to say.
HOW_STAFF = [(how.value, how.label) for how in How if how is not How.OWN_PAGES]


class BeginForm(forms.Form):
    """What a plan is for, and who may read it."""

    def __init__(
        self, data: Any = None, *, user: User, person: Person, wanted: Sequence[Wanted], subject: str = ""
    ) -> None:
        super().__init__(data)
        self.wanted = {one.subject: one for one in wanted}
        choices = [(one.subject, one.title) for one in wanted]
        self.fields["subject"] = forms.ChoiceField(
            label="What is the plan for?",
            choices=[*choices, (OWN, "Something else")],
            widget=forms.RadioSelect,
            initial=subject if subject in self.wanted else OWN if not choices else None,
            error_messages={"required": "Choose what the plan is for"},
        )
        self.fields["title"] = forms.CharField(
            label="What do you call it?",
            help_text="For example: Plan for the first month.",
            max_length=120,
            required=False,
        )
        self.fields["opening"] = opening_field(person)
        levels = writable_levels(user, person)
        if len(levels) > 1:
            self.fields["level"] = level_field(levels, initial=usual_level(user, PLAN, levels))

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("subject") == OWN and not said.get("title", "").strip():
            self.add_error("title", "Say what you call it")
        return said

    @property
    def said_title(self) -> str:
        wanted = self.wanted.get(self.cleaned_data.get("subject", ""))
        return wanted.title if wanted else self.cleaned_data["title"].strip()

    @property
    def said_level(self) -> Sensitivity:
        return Sensitivity(self.cleaned_data.get("level") or Sensitivity.STANDARD)


def opening_field(person: Person) -> forms.CharField:
    return forms.CharField(
        label=f"Where does {person.first_name} want to get to?",
        help_text="In their own words. It stands at the top of the plan.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )


class WordsForm(forms.Form):
    def __init__(self, data: Any = None, *, person: Person, asks_review: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["opening"] = opening_field(person)
        if asks_review:
            self.fields["review_by"] = review_field()


def review_field() -> DayField:
    return DayField(
        label="When will you look at the plan again?",
        subject="The day to look again",
        help_text="It is then due like any other promise. Their programme sets no day for this plan.",
        required=False,
    )


class StepForm(forms.Form):
    """One step. An empty row is passed over."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        doers: Sequence[tuple[str, str]],
        is_new: bool,
        done_on: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.is_new, self.done_on = is_new, done_on
        self.fields["key"] = forms.CharField(widget=forms.HiddenInput, max_length=12, required=False)
        self.fields["what"] = forms.CharField(
            label="What is to be done?", max_length=STEP_LENGTH, required=False, widget=forms.TextInput
        )
        self.fields["who"] = forms.ChoiceField(label="Who does it?", choices=unchosen(doers), required=False)
        self.fields["by_on"] = DayField(label="By when?", subject="The day", required=False)
        if not is_new:
            self.fields["gone"] = forms.BooleanField(label="Leave this step out", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.is_left_out or self.is_empty:
            return said
        if not said.get("what", "").strip():
            words = "Say what is to be done" if self.is_new else "Say what is to be done, or tick “Leave this step out”"
            self.add_error("what", words)
        if not said.get("who") and "who" not in self.errors:
            self.add_error("who", "Choose who does it")
        if said.get("by_on") is None and "by_on" not in self.errors:
            self.add_error("by_on", "Enter the day by which it is done")
        return said

    @property
    def is_left_out(self) -> bool:
        return bool(self.cleaned_data.get("gone"))

    @property
    def is_empty(self) -> bool:
        said = self.cleaned_data
        typed = said.get("what", "").strip() or said.get("by_on") or "by_on" in self.errors
        return self.is_new and not typed

    @property
    def said(self) -> StepText:
        who, _, worker = self.cleaned_data["who"].partition(":")
        return StepText(
            self.cleaned_data.get("key") or new_reference(),
            self.cleaned_data["what"].strip(),
            who,
            self.cleaned_data["by_on"],
            int(worker) if worker else None,
        )


class Steps(forms.BaseFormSet[StepForm]):
    """The rows of a goal, as one thing to draw and to list the errors of."""

    def __init__(self, rows: list[StepForm]) -> None:
        self.forms = rows

    def non_form_errors(self) -> ErrorList:
        return ErrorList()


class GoalForm(RestrictedForm):
    """A goal and its steps, all on one page. `kept` shows again what was typed before, without judging it."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        person: Person,
        goal: Goal | None,
        doers: Sequence[tuple[str, str]],
        links: Mapping[str, Sequence[tuple[str, str]]],
        kept: Any = None,
        more: int = 0,
    ) -> None:
        super().__init__(data, initial=_goal_initial(goal))
        self.goal, self.doers = goal, doers
        self.fields["words"] = forms.CharField(
            label=f"What does {person.first_name} want?",
            help_text="In their own words, as they say it.",
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=GOAL_LENGTH,
            error_messages={"required": "Write what they want, in their own words"},
        )
        for name, label in (("need", "Which need does it answer?"), ("strength", "Which strength helps?")):
            if links.get(name):
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=[("", "None in particular"), *links[name]], required=False
                )
        self.fields["override"] = reason_box("Why is it written all the same?")
        self._show_again(kept)
        self.steps = self._steps(data, kept, more)

    def _show_again(self, kept: Any) -> None:
        for name, field in self.fields.items() if kept else ():
            self.initial[name] = field.widget.value_from_datadict(kept, {}, name)

    def _steps(self, data: Any, kept: Any, more: int) -> Steps:
        there = {step.key: step for step in self.goal.steps.all()} if self.goal else {}
        raw = data if data is not None else kept
        if raw is not None:
            keys = [raw.get(f"s{n}-key", "")[:12] for n in range(_rows(raw))]
            keys += [new_reference() for _ in range(more)]
        else:
            keys = [*there, new_reference(), *([] if there else [new_reference()])]
        forms_: list[StepForm] = []
        for number, key in enumerate(keys[:MOST_STEPS]):
            initial = {"key": key} | (_step_initial(there[key]) if key in there else {})
            promise = there[key].promise if key in there else None
            form = StepForm(
                data,
                initial=initial,
                doers=self.doers,
                is_new=key not in there,
                done_on=promise.met_on if promise else None,
                prefix=f"s{number}",
            )
            forms_.append(_shown_again(form, kept) if kept is not None and f"s{number}-key" in kept else form)
        return Steps(forms_)

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(step.is_valid() for step in self.steps)])

    @property
    def said_steps(self) -> list[StepText]:
        return [step.said for step in self.steps if not (step.is_left_out or step.is_empty)]

    @property
    def is_full(self) -> bool:
        return len(self.steps) >= MOST_STEPS


def _rows(raw: Any) -> int:
    rows = str(raw.get("rows", ""))
    return min(int(rows), MOST_STEPS) if rows.isascii() and rows.isdigit() and len(rows) < 4 else 1


def _shown_again(form: StepForm, kept: Any) -> StepForm:
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(kept, {}, form.add_prefix(name))
    return form


def _goal_initial(goal: Goal | None) -> dict[str, Any]:
    if goal is None:
        return {}
    need, strength = goal.need.ref if goal.need else "", goal.strength.ref if goal.strength else ""
    return {"words": goal.words, "need": need, "strength": strength}


def _step_initial(step: Any) -> dict[str, Any]:
    who = f"{step.who}:{step.worker_id}" if step.worker_id else step.who
    return {"what": step.what, "who": who, "by_on": step.by_on}


def doer_choices(person: Person, user: User, workers: Sequence[User], goal: Goal | None) -> list[tuple[str, str]]:
    """The person, those who work with them, and whoever a step names already."""
    named = {worker.pk: worker.name for worker in workers} | {user.pk: f"{user.name} (you)"}
    for step in goal.steps.all() if goal else ():
        if step.worker is not None:
            named.setdefault(step.worker.pk, step.worker.name)
    staff = sorted(named.items(), key=lambda one: (one[0] != user.pk, one[1]))
    return [
        (Doer.PERSON, person.first_name),
        *((f"{Doer.STAFF.value}:{pk}", name) for pk, name in staff),
        (Doer.STAFF, "One of us, whoever works with them"),
        (Doer.FAMILY, "The family"),
        (Doer.PARTNER, "Their partner"),
        (Doer.AGENCY, "Another service"),
    ]


class AgreeForm(forms.Form):
    """Who says yes, how, and when."""

    mark_optional = False

    def __init__(self, data: Any = None, *, person: Person, missing: Sequence[str], now: datetime, user: User) -> None:
        super().__init__(data, initial={"on": now.date(), "at": now.time().replace(second=0, microsecond=0)})
        words = {Side.PERSON: person.first_name, Side.WORKER: f"{user.name}, for us"}
        sides = [(side, words[Side(side)]) for side in missing]
        if len(sides) > 1:
            sides.insert(0, (BOTH, f"Both: {person.first_name} and {user.name}, together"))
        self.fields["side"] = forms.ChoiceField(
            label="Who agrees?",
            choices=sides,
            widget=forms.RadioSelect,
            initial=sides[0][0] if len(sides) == 1 else None,
            error_messages={"required": "Choose who agrees"},
        )
        self.fields["how"] = forms.ChoiceField(
            label="How?",
            choices=HOW_STAFF,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose how they said yes"},
        )
        self.fields["on"] = DayField(label="On which day?", subject="The day")
        self.fields["at"] = forms.TimeField(
            label="At what time?",
            widget=ClockInput(attrs={"class": "govuk-input--width-10"}),
            error_messages={"required": "Enter the time", "invalid": "Enter the time as 14:30"},
        )

    @property
    def said_sides(self) -> list[Side]:
        chosen = self.cleaned_data["side"]
        return list(Side) if chosen == BOTH else [Side(chosen)]

    @property
    def said_moment(self) -> datetime:
        on: date = self.cleaned_data["on"]
        at: time = self.cleaned_data["at"]
        return timezone.make_aware(datetime.combine(on, at))


class ReviewForm(forms.Form):
    def __init__(self, data: Any = None, *, today: date, asks_next: bool) -> None:
        super().__init__(data, initial={"on": today})
        self.fields["on"] = DayField(label="When did you look at it?", subject="The day")
        self.fields["note"] = forms.CharField(
            label="What did you talk about?",
            help_text="For example what has been done already. Steps taken are named first.",
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
        )
        if asks_next:
            self.fields["next_on"] = review_field()


class GoalStateForm(forms.Form):
    mark_optional = False

    def __init__(self, data: Any = None, *, today: date, now: GoalStatus) -> None:
        super().__init__(data, initial={"on": today})
        self.fields["status"] = forms.ChoiceField(
            label="What became of it?", choices=list(_others(now)), widget=forms.RadioSelect,
            error_messages={"required": "Choose what became of it"},
        )  # fmt: skip
        self.fields["because"] = forms.CharField(
            label="Why? (needed if it is put aside)", max_length=200, required=False
        )
        self.fields["on"] = DayField(label="On which day?", subject="The day")


def _others(now: GoalStatus) -> Iterator[tuple[str, str]]:
    words = {
        GoalStatus.COMPLETED: "Reached",
        GoalStatus.ARCHIVED: "Put aside: it is not wanted now",
        GoalStatus.ACTIVE: "Taken up again",
    }
    return ((status.value, said) for status, said in words.items() if status is not now)
