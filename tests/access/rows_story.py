"""Answers and forms: what was told, filling a form in, and what is counted."""

from tests.access.everything_story import FORM, ITEM
from tests.access.matrix import Row
from throughgate.story.models import Answer, FormRun

# The person is at Send, on Alice's and Carol's caseload. Form and answer are standard; Alice has the form open.
AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200}
HIDDEN = {"volunteer": 404, "elsewhere": 404, "evaluator": 404, "administrator": 404}
READS = AT_SEND | HIDDEN
SAVES = dict.fromkeys(AT_SEND, 302) | HIDDEN
ITS_REASON = {"reason": "It was somebody else"}


def _person(world):
    return {"ref": world.person.ref}


def _form(world):
    return _person(world) | {"slug": FORM}


def _item(world):
    return _person(world) | {"item": ITEM}


def _answer(world):
    return _person(world) | {"pk": Answer.objects.filter(person=world.person, item=ITEM).get().pk}


def _finished(world):
    """Put away, since an open one has pages of its own."""
    run = FormRun.objects.get(person=world.person, form=FORM)
    FormRun.objects.filter(pk=run.pk).update(
        finished_at=run.opened_at, finished_by=run.opened_by, put_away_because="Opened by mistake"
    )
    return _person(world) | {"run": run.ref}


def _heard(**said):
    return {
        "source": "person",
        "sure": "sure",
        "heard_on_day": "2",
        "heard_on_month": "3",
        "heard_on_year": "2026",
    } | said


ROWS = [
    Row("story:told", "get", READS, args=_person),
    Row("story:form", "get", READS, args=_form),
    Row("story:form", "post", SAVES, args=_form),
    Row("story:ask", "get", READS, args=_form),
    Row(
        "story:ask", "post", SAVES, args=_form,
        data=lambda world: _heard(item="what-matters-most", **{"q-what-matters-most": "A home"}),
    ),
    Row("story:typed", "post", dict.fromkeys(AT_SEND, 204) | HIDDEN, args=_form, data=lambda world: {"item": ITEM}),
    Row("story:paper", "get", READS, args=_form),
    Row("story:finish", "get", READS, args=_form),
    Row("story:finish", "post", SAVES, args=_form, data=lambda world: {"leaving": "on"}),
    Row("story:put_away", "get", READS, args=_form),
    Row("story:put_away", "post", SAVES, args=_form, data=lambda world: ITS_REASON),
    Row("story:run", "get", READS, args=_finished),
    Row("story:answer", "get", READS, args=_item),
    Row(
        "story:answer", "post", SAVES, args=_item,
        data=lambda world: _heard(**{f"q-{ITEM}": "Her daughter"}),
    ),
    Row("story:confirm", "post", SAVES, args=_answer),
    Row("story:take_back", "get", READS, args=_answer),
    Row("story:take_back", "post", SAVES, args=_answer, data=lambda world: ITS_REASON),
    Row(
        "story:figures", "get",
        dict.fromkeys(READS, 200) | {"evaluator": 403, "administrator": 403},
    ),
]  # fmt: skip
