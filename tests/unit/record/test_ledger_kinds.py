import pytest

from throughgate.record import kinds
from throughgate.record.kinds import Kind, UnknownKindError, all_kinds, kind_of, register
from throughgate.web.icons import ICONS


@pytest.fixture(autouse=True)
def own_register(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))


def test_a_registered_kind_is_found():
    walk = Kind("walk", "Walk", "person", "contact", contact=True)
    register(walk, walk)
    assert kind_of("walk") is walk


def test_an_unknown_kind_is_refused_by_its_code():
    with pytest.raises(UnknownKindError, match="smoke-signal"):
        kind_of("smoke-signal")


def test_the_same_code_cannot_mean_two_things():
    register(Kind("walk", "Walk", "person", "contact"))
    with pytest.raises(ValueError, match="twice"):
        register(Kind("walk", "Long walk", "person", "contact"))


def test_a_kind_belongs_to_a_known_group():
    with pytest.raises(ValueError, match="unknown group"):
        register(Kind("walk", "Walk", "person", "outdoors"))


def test_an_unknown_kind_cannot_stand_in_the_ledger(write):
    with pytest.raises(UnknownKindError):
        write(kind="smoke-signal")


def test_every_kind_has_an_icon_that_exists():
    assert {kind.icon for kind in all_kinds().values()} <= ICONS.keys()
