from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from throughgate.accounts.models import User
from throughgate.people.models import AssignmentRole, CircleKind, CircleMember
from throughgate.people.rules.around import UnsuitableWorkerError, check_worker
from throughgate.web.fields import DayField, unchosen


class WorkerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.get_role_display().lower()}"


class AssignForm(forms.Form):
    worker = WorkerField(
        label="Who?",
        queryset=User.objects.none(),
        empty_label="Choose somebody",
        error_messages={"required": "Choose somebody"},
    )
    role = forms.ChoiceField(
        label="As what?",
        choices=AssignmentRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they will do"},
    )
    from_on = DayField(
        label="From which day?", subject="The first day", help_text="The record is open to them from this day on."
    )

    def __init__(self, *args: Any, workers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]  # a ModelChoiceField, declared above

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        worker, role = cleaned.get("worker"), cleaned.get("role")
        if worker and role:
            try:
                check_worker(worker.role, role, is_active=worker.is_active)
            except UnsuitableWorkerError as refusal:
                self.add_error("role", str(refusal))
        return cleaned


class EndAssignmentForm(forms.Form):
    to_on = DayField(label="Last day", subject="The last day")
    because = forms.CharField(
        label="Why?",
        help_text="For example: handed over, left the organisation, asked for somebody else",
        max_length=200,
        error_messages={"required": "Say why it ends"},
    )
    support_ended = forms.BooleanField(
        label="Their support with us ends here: nobody needs to take over",
        help_text="Otherwise the person is listed as having no worker until somebody is assigned.",
        required=False,
    )


class CircleForm(forms.Form):
    kind = forms.ChoiceField(label="Who are they?", choices=unchosen(CircleKind.choices))
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name"})
    relation = forms.CharField(
        label="In the person’s words", help_text="For example: my nan", max_length=80, required=False
    )
    organisation = forms.CharField(
        label="Where they work",
        help_text="For offender managers and other officials: the prison or the probation office",
        max_length=80,
        required=False,
    )
    phone = forms.CharField(
        label="Phone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    is_emergency = forms.BooleanField(
        label="To be rung in an emergency", help_text="The person chose them for that", required=False
    )


class ChangeCircleForm(CircleForm):
    """Somebody as they were at `version`; see `services.circle.change_circle_member`."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def opened_on(cls, member: CircleMember) -> "ChangeCircleForm":
        names = ("kind", "name", "relation", "organisation", "phone", "is_emergency", "version")
        return cls(initial={name: getattr(member, name) for name in names})

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EndCircleForm(forms.Form):
    to_on = DayField(label="Last day", subject="The last day")

    @classmethod
    def opened_on(cls, today: date) -> "EndCircleForm":
        return cls(initial={"to_on": today})
