from datetime import date

import pytest
from django import forms

from throughgate.web.fields import DayField


class Move(forms.Form):
    on = DayField(label="Release day")
    seen = DayField(label="When did you see them?", required=False)


def typed(day="", month="", year="", name="on"):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


@pytest.mark.parametrize(
    "parts", [("1", "12", "2026"), ("01", "dec", "2026"), (" 1 ", "December", "2026"), ("1", "Dec.", "2026")]
)
def test_reads_a_typed_day(parts):
    form = Move(typed(*parts))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 12, 1)


def test_reads_an_iso_day_given_as_one_value():
    form = Move({"on": "2026-12-01"})
    assert form.is_valid()
    assert form.cleaned_data == {"on": date(2026, 12, 1), "seen": None}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("", "", ""), "Enter release day"),
        (("1", "12", ""), "Release day must include a year"),
        (("1", "", ""), "Release day must include a month and a year"),
        (("31", "11", "2026"), "Release day must be a real day: November 2026 has 30 days"),
        (("x", "11", "2026"), "Release day must be a real day: November 2026 has 30 days"),
        (("1", "13", "2026"), "Release day must have a month between 1 and 12"),
        (("1", "²", "2026"), "Release day must have a month between 1 and 12"),
        (("1", "12", "26"), "Release day must have a year of 4 numbers, for example 2026"),
        (("1", "12", "0000"), "Release day must have a year of 4 numbers, for example 2026"),
    ],
)
def test_says_what_is_wrong(parts, said):
    assert Move(typed(*parts)).errors["on"] == [said]


def test_a_question_is_not_repeated_in_the_error():
    form = Move({**typed("1", "12", "2026"), **typed("1", name="seen")})
    assert form.errors["seen"] == ["The day must include a month and a year"]


def test_only_the_missing_box_is_marked():
    html = str(Move(typed("1", "12", ""))["on"])
    assert html.count('aria-invalid="true"') == 1
    assert html.index("on_year") < html.index('aria-invalid="true"')


def test_what_was_typed_comes_back():
    html = str(Move(typed("31", "feb", "2026"))["on"])
    assert 'value="31"' in html
    assert 'value="feb"' in html


def test_unchanged_when_the_same_day_is_sent_again():
    form = Move(typed("1", "12", "2026"), initial={"on": date(2026, 12, 1)})
    assert form.changed_data == []
