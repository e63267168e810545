"""Each shipped programme, given away and taken in where nothing is shipped, is the same programme there."""

from types import MappingProxyType

import pytest

from throughgate.fidelity.rules.pack_choosing import skeleton_of
from throughgate.fidelity.selectors import pack_reading
from throughgate.fidelity.selectors.pack_contents import contents_for
from throughgate.fidelity.selectors.pack_reading import preview_of
from throughgate.fidelity.services.packs import give_away, take_in
from throughgate.groups import loading as plans_loading
from throughgate.groups.loading import plans, shipped_plans
from throughgate.measures.rules.scoring import score
from throughgate.measures.selectors import instruments as measures_reading
from throughgate.measures.selectors.instruments import instrument_called, instruments
from throughgate.measures.shipping import shipped_instruments
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import ProgrammeModel
from throughgate.programmes.services import load_shipped_models
from throughgate.story import shipping
from throughgate.story.checks import check_questions
from throughgate.story.loading import NOTHING
from throughgate.story.shipping import current_questions, shipped_questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]
SHIPPED = ["addiction-recovery", "jobs-and-relationships", "mentoring-through-the-gate", "restorative-family"]


@pytest.fixture
def elsewhere(settings, tmp_path, monkeypatch):
    """From here on: another organisation, whose Throughgate comes without programmes, questions, measures or plans."""

    def go() -> None:
        settings.VAR = tmp_path / "elsewhere"
        settings.VAR.mkdir()
        ProgrammeModel.objects.all().delete()
        for place in (shipping, pack_reading):
            monkeypatch.setattr(place, "shipped_questions", lambda: NOTHING)
        monkeypatch.setattr(measures_reading, "shipped_instruments", lambda: MappingProxyType({}))
        monkeypatch.setattr(plans_loading, "shipped_plans", lambda: MappingProxyType({}))

    return go


def highest(instrument):
    return {item: instrument.ends(item)[1] for item in instrument.items}


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_programme_is_the_same_elsewhere(mona, elsewhere, slug):
    given = next(row for row in load_shipped_models() if row.slug == slug)
    contents, model, data = (
        contents_for(mona, slug, given.version),
        compiled_model(given),
        give_away(by=mona, model=given),
    )
    assert contents.missing_forms == []
    asked, measured, planned = shipped_questions(), shipped_instruments(), shipped_plans()
    elsewhere()
    assert not (current_questions().items or instruments() or plans())
    taken = take_in(by=mona, data=data)
    assert compiled_model(taken) == model
    assert check_questions(None) == []
    assert set(current_questions().forms) == contents.wanted.forms
    for key, form in current_questions().forms.items():
        assert form == asked.forms[key]
        assert [current_questions().items[item] for item in form.item_keys] == [
            asked.items[item] for item in form.item_keys
        ]
    for key, need in current_questions().needs.needs.items():
        assert need == asked.needs.needs[key]
    assert {*model.audience.needs} <= {*current_questions().needs.pathways}
    assert {one.slug for one in contents.measures} == set(instruments())
    for measure in model.measures.values():
        here = instrument_called(measure.tool)
        if here:
            assert score(here, highest(here)) == score(measured[here.slug], highest(here))
    assert all(skeleton_of(measured[key]) == one for key, one in instruments().items())
    assert {one.slug: one for one in contents.plans} == plans()
    assert all(plans()[one] == planned[one] for one in plans())
    assert preview_of(mona, data).brings_nothing


@pytest.mark.parametrize("slug", SHIPPED)
def test_at_home_nothing_of_it_is_new(mona, slug):
    given = next(row for row in load_shipped_models() if row.slug == slug)
    assert preview_of(mona, give_away(by=mona, model=given)).brings_nothing
