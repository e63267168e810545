from math import degrees

import brotli
import msgpack
import pytest

from throughgate.common import postcodes
from throughgate.common.national_grid import on_airy, point_of
from throughgate.common.postcodes import UnreadableDirectoryError, point_of_postcode, points_of_postcodes


def test_the_worked_example_of_ordnance_survey():
    """A guide to coordinate systems in Great Britain, annexe C.2: 52°39′27.2531″ N, 1°43′4.5177″ E."""
    lat, lon = map(degrees, on_airy(651_409.903, 313_177.270))
    assert lat == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-8)
    assert lon == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-8)


def test_buckingham_palace_where_the_directory_itself_has_it():
    """SW1A 1AA: latitude 51.501009, longitude -0.141588 in the directory's own columns."""
    assert point_of(529_090, 179_645) == pytest.approx((51.501009, -0.141588), abs=2e-6)


@pytest.mark.parametrize("typed", ["SW1A 1AA", "sw1a1aa", " SW1A  1AA "])
def test_a_postcode_is_found_however_it_is_typed(typed):
    assert point_of_postcode(typed) == pytest.approx((51.501, -0.1416), abs=1e-3)


@pytest.mark.parametrize("typed", ["", "SW1A", "Send", "XX9 9XX", "BT1 1AA", "JE1 0BD", "ZE9 9ZZ", "1AA SW1A"])
def test_what_is_not_known_is_nothing(typed):
    assert point_of_postcode(typed) is None


def test_many_are_found_at_once():
    asked = ["GU23 7LJ", "M1 1AE", "nowhere"]
    assert points_of_postcodes(asked) == {text: point_of_postcode(text) for text in asked[:2]}


def test_without_the_package_nothing_is_known(monkeypatch):
    monkeypatch.setattr(postcodes, "PACKAGE", "a-package-that-is-not-there")
    assert points_of_postcodes(["GU23 7LJ"]) == {}


def test_a_directory_of_another_shape_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "g.br"
    file.write_bytes(brotli.compress(msgpack.packb({"data": {"pcd": ["GU237LJ"], "easting": [1.0]}})))
    monkeypatch.setattr(postcodes, "_file_of", lambda letter: file)
    with pytest.raises(UnreadableDirectoryError):
        points_of_postcodes(["GU23 7LJ"])
