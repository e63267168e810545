"""Who may read a note: offered only where the writer has a choice."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from throughgate.access.policy import SENSITIVITY_CHOICES, Sensitivity, writable_levels
from throughgate.accounts.models import Role, User
from throughgate.people.models import Person
from throughgate.record.kinds import kind_of


def common_levels(user: User, people: Iterable[Person]) -> list[Sensitivity]:
    """The levels at which the user may write about every one of them."""
    each = [set(writable_levels(user, person)) for person in people]
    return [level for level in Sensitivity if each and all(level in levels for levels in each)]


def usual_level(user: User, kind: str, levels: Sequence[Sensitivity]) -> Sensitivity:
    """What is written in therapy, or by a counsellor, is clinical until they say otherwise."""
    clinical = user.role == Role.COUNSELLOR or (bool(kind) and kind_of(kind).group == "clinical")
    return Sensitivity.CLINICAL if clinical and Sensitivity.CLINICAL in levels else Sensitivity.STANDARD


def level_field(levels: Sequence[Sensitivity], **kwargs: Any) -> forms.ChoiceField:
    choices = [(code, label) for code, label in SENSITIVITY_CHOICES if code in levels]
    return forms.ChoiceField(
        label="Who may read this?",
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who may read this",
            "invalid_choice": "You cannot choose that about everyone here. Choose who may read this again",
        },
        **kwargs,
    )
