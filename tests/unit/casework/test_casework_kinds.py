import pytest

from throughgate.casework.kinds import CONTACT_KINDS, DONE_KINDS, KINDS
from throughgate.programmes.doors import door_of
from throughgate.programmes.loading import load_model
from throughgate.programmes.shipping import shipped_texts
from throughgate.record.kinds import all_kinds, kind_of
from throughgate.web.icons import ICONS


def test_a_kind_is_a_contact_or_done_by_hand_and_never_both():
    assert all(kind.contact and not kind.by_hand for kind in CONTACT_KINDS)
    assert all(kind.by_hand and not kind.contact for kind in DONE_KINDS)


def test_every_kind_is_registered_once_with_an_icon_that_exists():
    assert all(kind_of(kind.code) is kind for kind in KINDS)
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert {kind.icon for kind in KINDS} <= ICONS.keys()


@pytest.mark.parametrize("filename", sorted(shipped_texts()))
def test_everything_a_shipped_model_asks_for_can_be_recorded(filename):
    model = load_model(shipped_texts()[filename], filename=filename, kinds=all_kinds())
    asked = {kind for element in model.elements.values() for kind in element.kinds} | (
        {"measure"} if model.measures else set()
    )
    assert asked
    for code in asked:
        kind = kind_of(code)
        assert kind.contact or kind.by_hand or kind.knows or door_of(code), code


def test_every_kind_is_said_in_plain_words_or_not_shown_to_the_person():
    assert [kind.code for kind in KINDS if not kind.plain] == ["supervision"]
