"""A pack is made alike each time, and whatever else comes as one is refused in plain words."""

import struct
import zlib
from datetime import date
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.fidelity.packs.charity import TEXTS, pack
from throughgate.fidelity.rules import pack_file
from throughgate.fidelity.rules.pack_file import HEAD, PackError, read_pack


def errors_of(data):
    with pytest.raises(PackError) as refused:
        read_pack(data)
    return [str(error) for error in refused.value.errors]


def zipped(contents, how=ZIP_DEFLATED):
    written = BytesIO()
    with ZipFile(written, "w", how) as packed:
        for name, content in contents:
            packed.writestr(name, content)
    return written.getvalue()


def contents_of(data):
    with ZipFile(BytesIO(data)) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


def without(place):
    return zipped((name, content) for name, content in contents_of(pack()) if name != place)


def with_head(old, new):
    return zipped(
        (name, content.replace(old, new) if name == HEAD else content) for name, content in contents_of(pack())
    )


def test_what_is_packed_is_read_again():
    read = read_pack(pack())
    assert read.texts == TEXTS
    assert (read.head.programme, read.head.version, read.head.organisation) == ("allotment", 2, "Spade and Seed")
    assert read.head.in_use_since == date(2026, 3, 2)
    assert list(read.within("measures/")) == ["ease.yaml"]


def test_the_same_content_makes_the_same_bytes():
    assert pack() == pack(dict(reversed(TEXTS.items())))


def test_the_head_comes_first_and_names_every_file():
    names = [name for name, _ in contents_of(pack())]
    assert names == ["pack.yaml", *sorted(TEXTS)]
    assert set(read_pack(pack()).head.files) == set(TEXTS)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 cut off", pack()[:400], pack()[100:]])
def test_what_is_no_zip_is_refused(data):
    assert "cannot be opened" in errors_of(data)[0]


@pytest.mark.parametrize(
    "name",
    ["../model.yaml", "/etc/passwd", "questions/bank/../../x.yaml", "C:\\model.yaml", "notes.txt", "a/", "Model.yaml"],
)
def test_no_file_may_stand_outside(name):
    assert "is not a file of a pack. Ask" in errors_of(zipped([*contents_of(pack()), (name, "x")]))[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_in_it_twice_is_refused():
    assert "“model.yaml” is in it twice" in errors_of(zipped([*contents_of(pack()), ("model.yaml", "x")]))[0]


def test_a_zip_without_the_list_is_not_a_pack():
    assert "there is no pack.yaml in it" in errors_of(without(HEAD))[0]


def test_what_is_missing_added_or_changed_is_named():
    assert "pack.yaml:1: “measures/ease.yaml” is missing" in errors_of(without("measures/ease.yaml"))[0]
    added = errors_of(zipped([*contents_of(pack()), ("measures/more.yaml", "x")]))
    assert "pack.yaml:1: “measures/more.yaml” was added to the pack" in added[0]
    other = [(name, content + b"\n" if name == "model.yaml" else content) for name, content in contents_of(pack())]
    assert "model.yaml:1: the file was changed since the pack was made" in errors_of(zipped(other))[0]
    assert "there is no programme in the pack" in errors_of(pack({"measures/ease.yaml": "x"}))[0]


def test_a_pack_of_a_newer_format_says_what_to_do():
    (error,) = errors_of(with_head(b"format: 1", b"format: 2\nwhat-is-not-known: here"))
    assert "made by a newer Throughgate" in error
    assert "Bring Throughgate up to date, or ask for the programme's file alone" in error


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"format: 1\n", b"", "the pack has no “format”"),
        (b"version: 2", b"version: two", "is not a whole number"),
        (b"organisation: Spade and Seed", b"organisation: ''", "is empty"),
        (b"in_use_since: '2026-03-02'", b"in_use_since: someday", "in_use_since"),
        (b"format: 1", b"format: [", "the YAML cannot be read here"),
    ],
)
def test_a_faulty_list_is_told_by_line(old, new, said):
    data = with_head(old, new)
    assert data != pack()
    found = errors_of(data)
    assert any(said in one and one.startswith("pack.yaml:") for one in found), found


def test_a_head_that_is_no_list_is_refused():
    assert "this is not the list of what is in a pack" in errors_of(zipped([(HEAD, "- a")]))[0]


def test_a_file_that_is_not_text_is_named():
    found = errors_of(zipped([*contents_of(pack()), ("measures/odd.yaml", b"\xff\xfe")]))
    assert found == ["measures/odd.yaml:1: the file is not plain text. " + pack_file.ANEW]


def test_what_is_too_large_is_refused_before_it_is_unpacked(monkeypatch):
    assert "bigger than 2 MB" in errors_of(b"x" * 2_000_001)[0]
    bomb = zipped([(HEAD, "a"), ("model.yaml", b"0" * 1_900_000)])
    assert len(bomb) < 10_000
    assert "“model.yaml” is larger than any file of a pack" in errors_of(bomb)[0]
    many = zipped((f"measures/m-{n}.yaml", "") for n in range(301))
    assert "more in it than a pack holds (301 files)" in errors_of(many)[0]
    wide = zipped((f"measures/m-{n}.yaml", b"0" * 900_000) for n in range(10))
    assert "more in it than a pack holds" in errors_of(wide)[0]


def test_a_file_that_is_larger_than_it_says_is_refused():
    """A bomb whose entries lie about their size."""
    big = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = big.compress(b"0" * 1_500_000) + big.flush()
    lying = zipped([("model.yaml", b"0" * 1_500_000)])
    assert body in lying
    lying = lying.replace(struct.pack("<L", 1_500_000), struct.pack("<L", 10))
    assert errors_of(lying)  # cut off at what it says; then its checksum does not fit


@pytest.mark.parametrize(("flag", "said"), [(1, "locked with a password")])
def test_a_locked_file_is_refused(flag, said):
    data = bytearray(zipped([("model.yaml", "x")]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= flag
    assert said in errors_of(bytes(data))[0]


def test_another_way_of_packing_is_refused():
    assert "packed in a way that is not read here" in errors_of(zipped([("model.yaml", "x")], ZIP_BZIP2))[0]


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_never_break(data):
    assert errors_of(data)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=255), st.integers(min_value=0, max_value=64))
def test_a_pack_with_bytes_changed_or_cut_out_is_refused_or_the_same(place, byte, cut):
    whole = pack()
    at = place % len(whole)
    try:
        read = read_pack(whole[:at] + bytes([byte]) + whole[at + 1 + cut :])
    except PackError as refused:
        assert all(error.what and error.mend for error in refused.errors)
    else:
        assert read.texts == TEXTS
