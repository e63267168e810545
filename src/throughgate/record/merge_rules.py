"""What somebody had typed and not yet saved about a record that goes follows it to the record that is kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from throughgate.people.merge_followers import Changed, Follower, register_follower
from throughgate.people.models import Person
from throughgate.record.models import Draft

MOST_OF_ONE_FORM: Final = 10  # a form and those begun beside it, `+1` to `+9`


def register_merge_rules() -> None:
    register_follower(Draft, Follower(_along, _back))


def _along(kept: Person, gone: Person, at: datetime) -> Changed:
    """Drafts name a person in the name of their form, and in what was typed: who was there, what of whom."""
    changed = {}
    for draft in Draft.objects.filter(form__contains=f":{gone.ref}"):
        name = _name_of(draft, gone.ref, kept.ref)
        if name and _rewrite(draft, name, gone.ref, kept.ref):
            changed[draft.pk] = {"form": [draft.form, name]}
    for draft in _others_with(gone.ref, changed):
        if _rewrite(draft, draft.form, gone.ref, kept.ref):
            changed[draft.pk] = {"form": [draft.form, draft.form]}
    return changed


def _back(kept: Person, gone: Person, changed: Changed) -> None:
    """A draft that was saved, thrown away or begun anew since is left alone."""
    for draft in Draft.objects.filter(pk__in=changed):
        before, after = changed[draft.pk]["form"]
        if draft.form == after:
            _rewrite(draft, before, kept.ref, gone.ref)


def _others_with(ref: str, known: Iterable[int]) -> Iterable[Draft]:
    """Of a contact with several, begun from somebody else."""
    rows = Draft.objects.filter(form__startswith="contact:").exclude(pk__in=list(known))
    return [draft for draft in rows if ref in draft.fields.get("person", ())]


def _name_of(draft: Draft, old: str, new: str) -> str:
    """The name of the form about the other record, with another number where they had begun that one too.

    Empty where this is another form after all, or there is no room for one more.
    """
    kind, _, rest = draft.form.partition(":")
    about, plus, more = rest.partition("+")
    if about != old:
        return ""
    if kind == "plan":  # what follows names the plan and the goal
        return f"{kind}:{new}{plus}{more}"
    taken = set(
        Draft.objects.filter(user=draft.user_id, form__startswith=f"{kind}:{new}").values_list("form", flat=True)
    )
    names = (f"{kind}:{new}{f'+{number}' if number else ''}" for number in range(MOST_OF_ONE_FORM))
    return next((name for name in names if name not in taken), "")


def _rewrite(draft: Draft, name: str, old: str, new: str) -> bool:
    """Whether it could be: on an undo the name may be taken again, and then it stays where it is."""
    try:
        with transaction.atomic():
            Draft.objects.filter(pk=draft.pk).update(form=name, fields=_fields_about(draft.fields, old, new))
    except IntegrityError:
        return False
    return True


def _fields_about(fields: dict[str, list[str]], old: str, new: str) -> dict[str, Any]:
    """As typed, with one reference for the other. Where both were among those met, each keeps what was typed."""
    if new in fields.get("person", ()):
        return fields
    return {
        f"{new}{name.removeprefix(old)}" if name.startswith(f"{old}-") else name: [
            new if v == old else v for v in values
        ]
        for name, values in fields.items()
    }
