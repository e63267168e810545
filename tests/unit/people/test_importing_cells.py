"""What stands in a cell of a list that no name or number begins with."""

import pytest

from tests.unit.people.import_lists import HEADINGS, ROBIN, check, words
from throughgate.accounts.models import User


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """What is uploaded goes away with the test."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def manager(mona, alice, send) -> User:
    send.is_prison = True
    send.save()
    return mona


@pytest.mark.parametrize(
    ("place", "cell", "problem"),
    [
        (0, '=HYPERLINK("http://x")', "2 First name: This begins with “=”"),
        (1, "@Ash", "2 Family name: This begins with “@”"),
        (0, "Ro\nbin", "2 First name: There is a line break"),
        (4, "+Alice", "2 Worker: This begins with “+”"),
    ],
)
def test_a_formula_or_a_break_in_a_cell_is_wrong(place, cell, problem, manager):
    row = [*ROBIN]
    row[place] = cell
    started = check(manager, row)
    assert started.rows_wrong == 1
    assert any(said.startswith(problem) for said in words(started)), words(started)


def test_a_phone_number_may_begin_with_its_country(manager):
    started = check(manager, [*ROBIN, "+44 7700 900123"], headings=[*HEADINGS, "Phone"])
    assert (started.rows_wrong, started.rows_ok) == (0, 1)
