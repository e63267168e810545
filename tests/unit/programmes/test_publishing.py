import pytest

from throughgate.access.policy import Forbidden
from throughgate.audit.models import Event
from throughgate.programmes.loading import ModelFileError
from throughgate.programmes.models import ModelInUseError, ModelStatus, ProgrammeModel
from throughgate.programmes.services import load_shipped_models, publish_model, retire_model
from throughgate.programmes.shipping import shipped_texts

SMALL = """
model: small
version: 1
title: Small
summary: One thing.
for: {needs: [family]}
elements:
  talk: {title: A talk, is: one-to-one, by: enrolment + 7 days}
"""


def test_the_shipped_models_are_loaded_once(db):
    first, second = load_shipped_models(), load_shipped_models()
    assert [row.pk for row in first] == [row.pk for row in second]
    assert ProgrammeModel.objects.filter(status=ModelStatus.PUBLISHED).count() == len(shipped_texts())


def test_a_manager_takes_a_model_into_use(mona):
    row = publish_model(by=mona, text=SMALL, filename="small.yaml")
    assert (row.slug, row.version, row.title, row.status) == ("small", 1, "Small", ModelStatus.PUBLISHED)
    assert Event.objects.get(action="model.published").by == mona


@pytest.mark.parametrize("name", ["alice", "carol", "victor", "eve"])
def test_others_may_not(request, name):
    with pytest.raises(Forbidden):
        publish_model(by=request.getfixturevalue(name), text=SMALL, filename="small.yaml")


def test_a_file_with_errors_changes_nothing(mona):
    with pytest.raises(ModelFileError, match="small.yaml:8"):
        publish_model(by=mona, text=SMALL.replace("one-to-one", "one-to-many"), filename="small.yaml")
    assert not ProgrammeModel.objects.exists()


def test_the_same_text_twice_changes_nothing(mona):
    first = publish_model(by=mona, text=SMALL, filename="small.yaml")
    again = publish_model(by=mona, text=SMALL.replace("\n", "\r\n"), filename="other.yaml")
    assert first.pk == again.pk
    assert Event.objects.filter(action="model.published").count() == 1


def test_a_version_nobody_is_on_may_be_replaced(mona):
    publish_model(by=mona, text=SMALL, filename="small.yaml")
    assert (
        publish_model(by=mona, text=SMALL.replace("A talk", "A chat"), filename="small.yaml").source.count("A chat")
        == 1
    )


def test_a_version_in_use_never_changes(mona, enrolment, family):
    changed = family.source.replace("Family workshop", "Family party")
    with pytest.raises(ModelInUseError, match="new version"):
        publish_model(by=mona, text=changed, filename="family.yaml")
    family.source = changed
    with pytest.raises(ModelInUseError):
        family.save()
    with pytest.raises(ModelInUseError):
        family.delete()
    family.refresh_from_db()
    assert "Family party" not in family.source


def test_a_version_in_use_may_be_retired(mona, enrolment, family):
    retire_model(by=mona, model=family)
    family.refresh_from_db()
    assert family.status == ModelStatus.RETIRED


def test_a_new_version_stands_beside_the_old_one(mona, enrolment, family):
    row = publish_model(by=mona, text=family.source.replace("version: 1", "version: 2", 1), filename="family.yaml")
    assert (row.slug, row.version) == ("restorative-family", 2)
    assert row.pk != family.pk
