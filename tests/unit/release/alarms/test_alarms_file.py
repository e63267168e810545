"""An organisation's own alarms: they take the place of the shipped ones, and a faulty file silences nobody."""

from importlib.resources import files

import pytest

from throughgate.release.alarms_check import check_alarms_file
from throughgate.release.alarms_file import AlarmsFileError, load_alarms, shipped_alarms
from throughgate.release.selectors.known_alarms import known_alarms

SHIPPED = (files("throughgate.release") / "data" / "alarms.yaml").read_text(encoding="utf-8")


@pytest.fixture
def own(settings, tmp_path):
    settings.VAR = tmp_path
    return lambda text: (tmp_path / "alarms.yaml").write_text(text, encoding="utf-8")


def test_without_one_the_shipped_alarms_hold(settings, tmp_path):
    settings.VAR = tmp_path
    assert known_alarms() is shipped_alarms() and check_alarms_file(None) == []


def test_ones_own_take_their_place(own):
    own(SHIPPED.replace("quiet: 30", "quiet: 45"))
    assert known_alarms().quiet == 45 and check_alarms_file(None) == []


def test_a_faulty_one_is_told_of_and_the_shipped_hold(own, caplog):
    own(SHIPPED.replace("quiet: 30", "quiet: long"))
    assert known_alarms() is shipped_alarms()
    (error,) = check_alarms_file(None)
    assert "alarms.yaml:" in error.msg and "quiet" in error.msg


def test_one_that_is_no_text(own, settings):
    (settings.VAR / "alarms.yaml").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read as text" in check_alarms_file(None)[0].msg


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("whom: planner", "whom: postman", "postman"),
        ("  met:\n", "  meet:\n", "“meet” is not known"),
        ("after: 15}", "after: -1}", "0 or more"),
        ("steps:", "stages:", "there are no steps"),
    ],
)
def test_faults_are_told_by_line(before, after, said):
    with pytest.raises(AlarmsFileError, match=said):
        load_alarms(SHIPPED.replace(before, after, 1))
