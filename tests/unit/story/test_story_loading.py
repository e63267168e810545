"""Every kind of error, with its file, line, cause and mend."""

from pathlib import Path

import pytest

from tests.unit.story.small import SMALL
from throughgate.story.loading import QuestionFilesError, load_questions
from throughgate.story.shipping import shipped_questions, texts_in

BANK, FORM, NEEDS = SMALL
CASES = Path(__file__).with_name("errors.txt")


def cases():
    """File, old text, new text and error of each case in errors.txt."""
    blocks = CASES.read_text(encoding="utf-8").split("\nin ")[1:]
    for name, old, new, error in (block.strip().split("\n") for block in blocks):
        yield name, *(line[2:].replace("\\n", "\n") for line in (old, new, error))


def errors_of(texts):
    with pytest.raises(QuestionFilesError) as refused:
        load_questions(texts)
    return [str(error) for error in refused.value.errors]


def changed(name, old, new):
    assert old in SMALL[name]
    return errors_of({**SMALL, name: SMALL[name].replace(old, new, 1)})


def test_a_sound_bank_is_read():
    questions = load_questions(SMALL)
    assert list(questions.items) == ["children", "contact", "wish", "hope", "rent", "calm"]
    assert questions.items["contact"].choices["often"].person == "Often"
    assert questions.items["children"].codes == ("yes", "no")
    assert questions.items["wish"].asked_if.is_not == ("often",)
    assert questions.forms["talk"].item_keys[:2] == ("children", "contact")


@pytest.mark.parametrize(("name", "old", "new", "error"), list(cases()), ids=lambda part: part[:40])
def test_an_error_names_line_cause_and_mend(name, old, new, error):
    found = changed(name, old, new)
    assert any(error in one for one in found), found
    assert all(one.split(":")[0] in SMALL and one.split(":")[1].isdigit() for one in found)


def test_all_errors_of_all_files_come_at_once():
    texts = {
        BANK: SMALL[BANK].replace("type: money", "type: cash"),
        FORM: SMALL[FORM].replace("[hope,", "[hoep,"),
        NEEDS: SMALL[NEEDS].replace("pathway: family", "pathway: work"),
    }
    assert [error.split(":")[0] for error in errors_of(texts)] == [BANK, FORM, NEEDS]


def test_a_question_in_two_areas_names_both_places():
    again = SMALL[BANK].replace("bank: life", "bank: more")
    found = errors_of({**SMALL, "bank/more.yaml": again})
    assert found[0].startswith("bank/more.yaml:5: the question “children” stands in bank/life.yaml:5 already. Rename")


def test_a_form_that_replaces_another_asks_all_of_it():
    short = SMALL[FORM].replace("form: talk", "form: short\nreplaces: [talk]").replace("rent, calm]", "rent]")
    assert errors_of({**SMALL, "forms/short.yaml": short}) == [
        "forms/short.yaml:2: form “short” replaces “talk” and does not ask calm. Add or drop it."
    ]


@pytest.mark.parametrize(
    ("place", "text", "error"),
    [
        (BANK, "", "1: this is not a bank of questions. Begin with bank:, version:, title: and items:."),
        (FORM, "- a", "1: this is not a form. Begin with form:, version:, title: and sections:."),
        (NEEDS, "", "1: this is not the list of needs. Begin with version:, pathways: and needs:."),
    ],
)
def test_what_is_no_bank_is_refused_once(place, text, error):
    assert errors_of({**SMALL, place: text}) == [f"{place}:{error}"]


def test_an_empty_folder_is_told_of():
    assert errors_of({}) == ["bank/:1: there are no questions here. Add files to the folder bank."]


def test_a_folder_is_read_by_place(tmp_path):
    for place, text in SMALL.items():
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    (tmp_path / "bank" / "notes.txt").write_text("not read")
    assert texts_in(tmp_path) == SMALL


def test_the_shipped_bank_is_read_once():
    assert shipped_questions() is shipped_questions()
