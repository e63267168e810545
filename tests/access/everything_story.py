"""Answers and forms, for the walk and for the property that filter and check agree."""

from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.story.models import Answer, FormRun, Unfinished

DAY = date(2026, 3, 2)
FORM, ITEM = "first-meeting", "proud-of"  # for everybody who works with the person


def story_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """The first time a form that is open, with an answer in it and a few words typed."""
    again = FormRun.objects.filter(person=person).count()
    form = f"walk-{again}" if again else FORM
    run = FormRun.objects.create(
        person=person, form=form, form_version=1, title="A walk", sensitivity=level, opened_by=user
    )
    said = {"wording": "What?", "bank": "walk", "bank_version": 1, "item_hash": "0" * 64, "form": form, "run": run}
    Answer.objects.create(
        person=person, item=f"walk-{again}" if again else ITEM, value="here", **said, answered_on=DAY, heard_by=user,
        recorded_by=user, sensitivity=level,
    )  # fmt: skip
    Unfinished.objects.create(run=run, item=ITEM, fields={"q-proud-of": ["half a"]}, by=user, sensitivity=level)
