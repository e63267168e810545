import pytest

from throughgate.record.kinds import all_kinds
from throughgate.release.basics_check import check_basics_file
from throughgate.release.basics_file import BasicsFileError, load_basics, shipped_basics
from throughgate.web.icons import ICONS

HEAD = "basics: 1\nopen_within: 26 weeks\nboard: 12 weeks\nat_once: 3 days\nundated: 4 weeks\n"
ITEM = """items:
  phone:
    title: Phone
    short: Phone
    icon: phone
    plain: A phone.
    entry: phone-in-hand
    start: 4 weeks
    in_hand: 1 day
    pays: us
    states:
      to-start: {title: Not begun, stage: start, plain: Soon, next: See to it, moves: [in-hand]}
      in-hand: {title: There, stage: done, plain: There, button: It is there, moves: [to-start]}
      not-needed: {title: None needed, stage: unneeded, plain: Not from us, button: Not needed, moves: [to-start]}
"""


def errors(text):
    with pytest.raises(BasicsFileError) as refused:
        load_basics(text)
    return " ".join(str(fault) for fault in refused.value.errors)


def test_the_shipped_basics_name_kinds_and_icons_that_exist():
    for item in shipped_basics().items.values():
        assert item.entry in all_kinds() and item.icon in ICONS
    assert not check_basics_file(None)


def test_every_state_can_be_reached_and_left():
    for code, item in shipped_basics().items.items():
        reached = {"to-start"} | {move for state in item.states.values() for move in state.moves}
        assert reached == set(item.states), code


def test_a_small_file_is_enough():
    assert load_basics(HEAD + ITEM).items["phone"].state("gone").title == "Not begun"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("moves: [in-hand]", "moves: [in-hnad]", "in-hnad"),
        ("start: 4 weeks", "start: 0 days", "at least 1 day"),
        ("in_hand: 1 day", "in_hand: 5 weeks", "begin after it is due"),
        ("stage: done", "stage: start", "“in-hand” of that stage"),
        (", next: See to it", "", "what is to be done next"),
        ("button: It is there, ", "", "no button"),
        ("pays: us", "pays: them", "cannot be “them”"),
    ],
)
def test_an_error_says_what_is_wrong(old, new, said):
    assert said in errors(HEAD + ITEM.replace(old, new))


def test_an_error_names_its_line():
    assert "basics.yaml:17" in errors(HEAD + ITEM.replace("moves: [in-hand]", "moves: [in-hnad]"))


def test_own_basics_take_the_place_of_the_shipped(settings, tmp_path):
    settings.VAR = tmp_path
    (tmp_path / "basics.yaml").write_text(HEAD + ITEM)
    from throughgate.release.selectors.known_basics import known_basics

    assert list(known_basics().items) == ["phone"]


def test_a_faulty_own_file_is_told_and_the_shipped_holds(settings, tmp_path):
    settings.VAR = tmp_path
    (tmp_path / "basics.yaml").write_text(HEAD)
    from throughgate.release.selectors.known_basics import known_basics

    assert [fault.id for fault in check_basics_file(None)] == ["release.E001"]
    assert known_basics() is shipped_basics()
