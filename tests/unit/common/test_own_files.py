"""What stands beside the database: read once for each state, again once it changed, never in the way when faulty."""

import os
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from throughgate.common.faults import Fault, FaultyFileError
from throughgate.common.own_files import (
    NotWrittenError,
    alone,
    files_added,
    own_else_shipped,
    read_when_changed,
    stamp_of,
)


@pytest.fixture
def reads():
    """A reader, and how often it really read."""
    times = []

    @read_when_changed
    def words(path, suffix=""):
        times.append(path)
        files = sorted(path.glob("*.yaml")) if path.is_dir() else [path] if path.is_file() else []
        return " ".join(file.read_text() for file in files) + suffix

    return words, times


def write(path, text, second):
    path.write_text(text)
    os.utime(path, (second, second))


def test_a_file_is_read_once_until_it_changes(tmp_path, reads):
    words, times = reads
    file = tmp_path / "own.yaml"
    assert (words(file), words(file), len(times)) == ("", "", 1)
    write(file, "one", 100)
    assert (words(file), words(file), len(times)) == ("one", "one", 2)
    write(file, "two", 200)  # of the same size: the time tells
    assert words(file) == "two"
    write(file, "three", 200)  # of the same time: the size tells
    assert words(file) == "three"
    file.unlink()
    assert words(file) == ""


def test_a_folder_is_read_again_for_a_file_more_or_less(tmp_path, reads):
    words, times = reads
    write(tmp_path / "a.yaml", "a", 100)
    (tmp_path / "note.txt").write_text("not one of them")
    assert words(tmp_path) == "a"
    write(tmp_path / "b.yaml", "b", 100)
    assert words(tmp_path) == "a b"
    (tmp_path / "a.yaml").unlink()
    assert (words(tmp_path), words(tmp_path), len(times)) == ("b", "b", 3)


def test_a_folder_within_counts_too(tmp_path):
    (tmp_path / "bank").mkdir()
    before = stamp_of(tmp_path)
    write(tmp_path / "bank/a.yaml", "a", 100)
    assert (before, [name for name, *_ in stamp_of(tmp_path)]) == ((), ["bank/a.yaml"])


def test_what_else_it_is_told_is_kept_apart(tmp_path, reads):
    words, _ = reads
    write(tmp_path / "a.yaml", "a", 100)
    assert (words(tmp_path, "!"), words(tmp_path, suffix="?"), words(tmp_path)) == ("a!", "a?", "a")


def test_what_it_raised_is_not_kept(tmp_path):
    answers = [ValueError("half written"), "whole"]

    @read_when_changed
    def read(path):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="half written"):
        read(tmp_path)
    assert read(tmp_path) == "whole"


def test_nothing_there_has_no_stamp(tmp_path):
    assert stamp_of(tmp_path / "none.yaml") == () == stamp_of(tmp_path)


@pytest.mark.parametrize("refused", [FaultyFileError([Fault(1, "wrong", "Mend it.", "own.yaml")]), OSError("gone")])
def test_a_faulty_file_lets_the_shipped_one_hold_and_says_so(refused, caplog):
    def own():
        raise refused

    assert own_else_shipped(own, lambda: "shipped", name="own.yaml", command="check") == "shipped"
    assert "The own.yaml of this organisation cannot be used. Run check." in caplog.text


def test_ones_own_holds_where_there_is_one():
    assert own_else_shipped(lambda: "own", lambda: "shipped", name="x", command="y") == "own"
    assert own_else_shipped(lambda: None, lambda: "shipped", name="x", command="y") == "shipped"


# -- writing ------------------------------------------------------------------------------------------------------


def there(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_files_stand_while_the_act_goes_on_and_after_it(tmp_path):
    write(tmp_path / "needs.yaml", "old", 100)
    with files_added({tmp_path / "bank/a.yaml": "a"}, {tmp_path / "needs.yaml": "new"}):
        within = there(tmp_path)
    assert within == there(tmp_path) == {"bank/a.yaml": "a", "needs.yaml": "new", "needs.yaml.before": "old"}


def test_what_is_written_anew_keeps_its_last_state_alone(tmp_path):
    for text in ("one", "two", "three"):
        with files_added({}, {tmp_path / "needs.yaml": text}):
            pass
    assert there(tmp_path) == {"needs.yaml": "three", "needs.yaml.before": "two"}


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_if_the_act_fails_everything_is_as_before(tmp_path, fault):
    write(tmp_path / "needs.yaml", "old", 100)
    stamp = stamp_of(tmp_path)
    with pytest.raises(fault), files_added({tmp_path / "a.yaml": "a"}, {tmp_path / "needs.yaml": "new"}):
        raise fault
    assert (there(tmp_path), stamp_of(tmp_path)) == ({"needs.yaml": "old"}, stamp)


def test_what_was_not_there_before_is_not_there_after(tmp_path):
    with pytest.raises(ValueError, match="failed"), files_added({}, {tmp_path / "needs.yaml": "new"}):
        raise ValueError("failed")
    assert there(tmp_path) == {}


def test_no_file_is_written_over(tmp_path):
    write(tmp_path / "b.yaml", "ours", 100)
    added = {tmp_path / "a.yaml": "a", tmp_path / "b.yaml": "theirs"}
    with pytest.raises(FileExistsError), files_added(added, {}):
        pytest.fail("the act began")
    assert there(tmp_path) == {"b.yaml": "ours"}


def test_a_file_that_cannot_be_written_leaves_none(tmp_path):
    (tmp_path / "bank").write_text("not a folder")
    with pytest.raises(NotWrittenError), files_added({tmp_path / "a.yaml": "a", tmp_path / "bank/b.yaml": "b"}, {}):
        pytest.fail("the act began")
    assert there(tmp_path) == {"bank": "not a folder"}


def test_a_place_that_is_not_there_cannot_be_waited_for(settings, tmp_path):
    settings.VAR = tmp_path / "none"
    with pytest.raises(NotWrittenError), alone("packs"):
        pytest.fail("it began")


def test_two_writers_take_turns(settings, tmp_path):
    settings.VAR = tmp_path
    happened = []

    def write_slowly(name):
        with alone("packs"):
            happened.append(f"{name} begins")
            sleep(0.05)
            happened.append(f"{name} ends")

    with ThreadPoolExecutor() as threads:
        list(threads.map(write_slowly, "abc"))
    assert [line.split()[1] for line in happened] == ["begins", "ends"] * 3
    assert [first[0] for first in happened[::2]] == [last[0] for last in happened[1::2]]
