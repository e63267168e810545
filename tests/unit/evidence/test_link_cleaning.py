"""Names, dates and numbers are brought to one form, and what is not one of them to none."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate_evidence.link.cleaning import CHECK_LETTERS, install_macros

TODAY = date(2026, 11, 20)


CONNECTION = duckdb.connect(":memory:")
install_macros(CONNECTION)


def cleaned(macro: str, text: str) -> str | None:
    """What a macro makes of one text."""
    dated = macro in {"clean_pnc", "clean_birth"}
    call = f"SELECT ({macro}(?{', ?::DATE' if dated else ''}))::VARCHAR"
    return CONNECTION.execute(call, [text, TODAY] if dated else [text]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Tovan", "tovan"),
        ("  TOVAN ", "tovan"),
        ("Éloïse-Marie", "eloisemarie"),
        ("Mary Jane", "maryjane"),
        ("O’Neill", "oneill"),
        ("O'Neill", "oneill"),
        ("Łukasz Groß", "lukaszgross"),
        ("Dr. Tovan", "tovan"),
        ("Mr Brelling Jr.", "brelling"),
        ("Mr", "mr"),
        ("李", "李"),
        ("12", None),
        ("unknown", None),
        ("N/A", None),
        ("", None),
    ],
)
def test_names(text, kept):
    assert cleaned("clean_name", text) == kept


@pytest.mark.parametrize(
    "text",
    ["1980-04-03", "03/04/1980", "3/4/1980", "3.4.1980", "03-04-1980", "19800403", "3 April 1980", "3 Apr 1980"]
    + ["1980-04-03 00:00:00", "1980-04-03T00:00:00"[:10]],
)
def test_dates_in_iso_and_uk_order(text):
    assert cleaned("clean_birth", text) == "1980-04-03"


@pytest.mark.parametrize("text", ["04/13/1980", "31/02/1980", "03/04/80", "1890-01-01", "2027-01-01", "29221", "April"])
def test_dates_that_are_none(text):
    assert cleaned("clean_birth", text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Male", "m"), ("F", "f"), ("woman", "f"), ("2", "f"), ("Non-binary", "x"), ("9", None), ("unknown", None)],
)
def test_gender(text, kept):
    assert cleaned("clean_gender", text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("81/34U", "1981/0000034U"),
        ("02/73319Z", "2002/0073319Z"),
        ("79/163001B", "1979/0163001B"),
        ("67/9893091D", "1967/9893091D"),
        ("2012/123456y", "2012/0123456Y"),
        ("20120123456Y", "2012/0123456Y"),
        ("2012-123456Y", "2012/0123456Y"),
        ("8134U", "1981/0000034U"),
        ("26/1W", "2026/0000001W"),
        ("81/34K", None),
        ("2001/0171310S", None),
        ("2031/0000001A", None),
        ("2012/12345678Y", None),
        ("2012/123456", None),
        ("nonsense", None),
    ],
)
def test_pnc(text, kept):
    assert cleaned("clean_pnc", text) == kept


@settings(max_examples=40, deadline=None)
@given(year=st.integers(1950, 2026), serial=st.integers(1, 9_999_999), slip=st.integers(1, 22))
def test_pnc_with_its_letter_is_kept_and_with_another_is_not(year, serial, slip):
    at = (year % 100 * 10_000_000 + serial) % 23
    assert cleaned("clean_pnc", f"{year}/{serial}{CHECK_LETTERS[at]}") == f"{year}/{serial:07d}{CHECK_LETTERS[at]}"
    assert cleaned("clean_pnc", f"{year}/{serial}{CHECK_LETTERS[(at + slip) % 23]}") is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("65656/91h", "065656/91H"),
        ("SF05/482703J", "SF05/482703J"),
        ("SF83/50058Z", "SF83/50058Z"),
        ("065656/91K", None),
        ("0656567/91H", None),
    ],
)
def test_cro(text, kept):
    assert cleaned("clean_cro", text) == kept


@pytest.mark.parametrize(("text", "kept"), [("a1234 bc", "A1234BC"), ("A123BC", None), ("1234ABC", None)])
def test_prison_number(text, kept):
    assert cleaned("clean_prison_number", text) == kept


@pytest.mark.parametrize(("text", "kept"), [("qa1 2bc", "QA12BC"), ("Q1A 1BB", "Q1A1BB"), ("somewhere", None)])
def test_postcode(text, kept):
    assert cleaned("clean_postcode", text) == kept


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20))
def test_cleaning_a_clean_name_changes_nothing(text):
    once = cleaned("clean_name", text)
    assert once is None or once == cleaned("clean_name", once) or cleaned("clean_name", once) is None
