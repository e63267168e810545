import pytest
from django import forms
from showcase import EveryField

from throughgate.web.templatetags.web import error_summary


def test_every_field_has_a_label_or_legend():
    html = str(EveryField())
    visible = [field for field in EveryField() if not field.is_hidden]
    assert html.count("govuk-form-group") == len(visible)
    for field in visible:
        assert field.label in html.replace("&#x27;", "'")


def test_hint_and_error_describe_the_input():
    html = EveryField({}, auto_id="id_%s")["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_radios_carry_no_aria_invalid_but_their_fieldset_is_described():
    html = EveryField({})["happened"].as_field_group()
    assert "aria-invalid" not in html
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_happened_error">' in html


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", "Answer “What would they like to be called?”"),
        ("happened", "Choose an answer to “Did it happen?”"),
        ("password", "Enter password"),
    ],
)
def test_errors_can_stand_alone(field, said):
    assert EveryField({})[field].errors == [said]


def test_a_limit_is_named_with_its_question():
    assert EveryField({"minutes": "-3"})["minutes"].errors == ["“How many minutes?” must be 1 or more"]


def test_a_count_of_characters_is_named_with_its_question():
    class Long(forms.Form):
        note = forms.CharField(label="Note", max_length=5)

    assert Long({"note": "too long"})["note"].errors == ["Note must be 5 characters or fewer; it has 8"]


class Odd(forms.Form):
    hours = forms.IntegerField(label="Hours a week (optional)", required=False, min_value=1)
    pay = forms.DecimalField(label="Pay in pounds")
    at = forms.TimeField(label="From when?")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("hours", "many", "Hours a week must be a whole number, such as 12"),
        ("hours", "0", "Hours a week must be 1 or more"),
        ("pay", "much", "Pay in pounds must be a number, such as 12.50"),
        ("at", "noon", "“From when?” must be a time, such as 14:30"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_question(field, typed, said):
    assert Odd({field: typed})[field].errors == [said]


def test_a_rooms_own_message_is_kept():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "We need a name to write on the letter"})

    assert Own({})["name"].errors == ["We need a name to write on the letter"]


def test_summary_leads_to_the_first_control_of_each_field():
    problems = error_summary(EveryField({"day_day": "1", "day_month": "2"}))["problems"]
    hrefs = {problem["href"] for problem in problems}
    assert {"#id_name", "#id_day_year", "#id_happened_0", "#id_narrative"} <= hrefs


def test_no_summary_without_errors():
    assert error_summary(EveryField())["problems"] == []


def test_optional_is_said_and_can_be_switched_off():
    class Filters(forms.Form):
        mark_optional = False
        q = forms.CharField(label="Name", required=False)

    assert "(optional)" in str(EveryField()["letter"].as_field_group())
    assert "(optional)" not in str(Filters())


def test_help_text_is_escaped():
    class Named(forms.Form):
        name = forms.CharField(help_text="<b>Andie</b>")

    assert "&lt;b&gt;Andie" in str(Named())


def test_a_forms_own_errors_are_shown_in_it():
    class Refusing(forms.Form):
        def clean(self):
            raise forms.ValidationError("Someone else changed this.")

    assert "Someone else changed this." in str(Refusing({}))
