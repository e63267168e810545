"""What fails on the way, even at the last moment, leaves nothing behind."""

import pytest

from tests.unit.fidelity.packs.charity import TEXTS, pack, written
from throughgate.fidelity.rules.pack_comparing import Verdict
from throughgate.fidelity.rules.pack_file import PackError
from throughgate.fidelity.selectors.pack_reading import preview_of
from throughgate.fidelity.services import packs
from throughgate.fidelity.services.packs import PackRefusedError, take_in
from throughgate.programmes.models import ProgrammeModel
from throughgate.programmes.services import publish_model
from throughgate.story.shipping import current_questions, shipped_questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]


def test_if_the_programme_cannot_be_published_no_file_stays(mona, var, monkeypatch):
    (var / "questions").mkdir()
    (var / "questions/needs.yaml").write_text("version: 1\n")

    def fail(**given):
        raise RuntimeError("out of order")

    monkeypatch.setattr(packs, "record_event", fail)
    with pytest.raises(RuntimeError):
        take_in(by=mona, data=pack())
    assert written(var) == {"questions/needs.yaml": "version: 1\n"}
    assert not ProgrammeModel.objects.exists()
    assert current_questions() == shipped_questions()


def test_where_nothing_can_be_written_it_is_said(mona, var):
    (var / "measures").write_text("a file where a folder should be")
    with pytest.raises(PackError, match="no room or no leave to write"):
        take_in(by=mona, data=pack())
    assert written(var) == {"measures": "a file where a folder should be"}
    assert not ProgrammeModel.objects.exists()


def test_a_version_added_by_hand_meanwhile_is_not_replaced(mona, var, monkeypatch):
    """It is added after the pack was looked at, before it is taken in."""

    def then_by_hand(user, data):
        seen = preview_of(user, data)
        if not ProgrammeModel.objects.exists():
            publish_model(
                by=user,
                text=TEXTS["model.yaml"].replace("form: plot", "form: story").replace(", growing", ""),
                filename="x",
            )
        return seen

    monkeypatch.setattr(packs, "preview_of", then_by_hand)
    with pytest.raises(PackRefusedError) as refused:
        take_in(by=mona, data=pack())
    assert "You have a version 2 that says otherwise." in refused.value.preview.having(Verdict.REFUSED)[0].about
    assert "form: story" in ProgrammeModel.objects.get().source
    assert written(var) == {}


@pytest.mark.django_db(transaction=True)
def test_if_the_last_moment_fails_no_file_stays(mona, var, monkeypatch):
    """The commit itself, after everything within the act has gone well."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    def fail(self):
        self.rollback()
        raise OSError("the disk is full")

    monkeypatch.setattr(BaseDatabaseWrapper, "commit", fail)
    with pytest.raises(OSError, match="full"):
        take_in(by=mona, data=pack())
    monkeypatch.undo()
    assert not [place for place in written(var) if place.endswith(".yaml")]
    assert not ProgrammeModel.objects.exists()
