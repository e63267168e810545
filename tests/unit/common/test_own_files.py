"""What stands beside the database: read once for each state, again once it changed, never in the way when faulty."""

import os

import pytest

from throughgate.common.faults import Fault, FaultyFileError
from throughgate.common.own_files import own_else_shipped, read_when_changed, stamp_of


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
