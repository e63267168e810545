"""The shipped models load, and every promise in the table stands where the table says."""

import re
from pathlib import Path

import pytest

from throughgate.programmes.loading import load_model
from throughgate.programmes.shipping import shipped_texts
from throughgate.record.kinds import all_kinds

PROMISES = Path(__file__).parents[3] / "docs" / "explanation" / "promises.md"
MODELS = {
    model.slug: model
    for name, text in shipped_texts().items()
    for model in [load_model(text, filename=name, kinds=all_kinds())]
}
LISTS = {
    "theory": lambda model: model.theory,
    "principle": lambda model: model.principles,
    "suitable": lambda model: model.audience.suitable,
    "not_suitable": lambda model: model.audience.not_suitable,
}
NAMED = {
    "element": lambda model: model.elements,
    "measure": lambda model: model.measures,
    "phase": lambda model: model.phases,
}


def rows():
    for line in PROMISES.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0] in {"OC", "MC", "CN", "NC", "LL", "Practice"}:
            yield cells[2], re.findall(r"`([^`]+)`", cells[3]), cells[0]


def exists(model, reference):
    part, _, name = reference.partition(":")
    if part in NAMED:
        return name in NAMED[part](model)
    if part in LISTS:
        return 1 <= int(name) <= len(LISTS[part](model))
    return bool({"needs": model.audience.needs, "window": model.audience.windows}[reference])


def test_there_are_four():
    assert set(MODELS) == {
        "jobs-and-relationships",
        "mentoring-through-the-gate",
        "restorative-family",
        "addiction-recovery",
    }


@pytest.mark.parametrize(("slug", "references", "source"), list(rows()))
def test_a_promise_is_kept_where_the_table_says(slug, references, source):
    assert references
    assert [one for one in references if not exists(MODELS[slug], one)] == []


@pytest.mark.parametrize("slug", MODELS)
def test_everything_in_a_model_keeps_a_promise(slug):
    named = {one for model, references, _ in rows() if model == slug for one in references}
    model = MODELS[slug]
    parts = {f"element:{key}" for key in model.elements} | {f"measure:{key}" for key in model.measures}
    assert parts - named == set()


def test_every_source_has_promises():
    assert {source for _, _, source in rows()} == {"OC", "MC", "CN", "NC", "LL", "Practice"}


@pytest.mark.parametrize("slug", MODELS)
def test_every_core_element_can_be_explained(slug):
    model = MODELS[slug]
    assert model.theory and model.principles and model.measures
    assert all(line.because and line.shown_by for line in model.theory)
    assert any(element.core for element in model.elements.values())


def test_the_course_is_six_sessions_of_two_hours():
    sessions = MODELS["restorative-family"].elements["sessions"]
    assert (sessions.count, sessions.minutes, sessions.core) == (6, 120, True)
    assert "operational" in MODELS["restorative-family"].elements["family-workshop"].unless


def test_self_help_is_compulsory():
    element = MODELS["addiction-recovery"].elements["self-help-inside"]
    assert element.core and "person-declined" not in element.unless


@pytest.mark.parametrize("slug", MODELS)
def test_a_meeting_needs_no_subject(slug):
    """A contact is recorded in under a minute: what it was for is told by its kind and its day."""
    kinds = all_kinds()
    asked = [
        key for key, one in MODELS[slug].elements.items() if one.subject and any(kinds[k].contact for k in one.kinds)
    ]
    assert asked == []


@pytest.mark.parametrize("slug", MODELS)
def test_help_comes_within_a_day_in_a_crisis(slug):
    assert str(MODELS[slug].elements["step-up-contact"].by) == "each(step-up) + 1 day"
