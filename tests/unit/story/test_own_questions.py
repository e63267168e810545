"""An organisation adds questions of its own: one bank is asked, and nothing that is shipped is lost or changed."""

import os

import pytest
from django.core.management import CommandError, call_command

from tests.unit.story.small import SMALL
from throughgate.story.checks import check_questions
from throughgate.story.grammar import content_hash
from throughgate.story.loading import NOTHING, QuestionFilesError, load_questions
from throughgate.story.shipping import current_questions, shipped_questions

SHIPPED = load_questions(SMALL)
BANK = """\
bank: allotment
version: 1
title: The allotment
items:
  digs:
    ask: {staff: "Do they dig?", person: "Do you dig?"}
    type: yes-no
    asked_if: {item: children, is: yes}
    fresh: 1 year
    informs: [family, a-plot, green-fingers]
"""
FORM = """\
form: allotment
version: 1
title: {staff: Allotment, person: My plot}
about: {staff: Short., person: Short.}
filled_by: [staff]
sections:
  all: {title: All, items: [children, digs]}
"""
NEEDS = """\
version: 2
needs:
  a-plot:
    pathway: family
    title: {staff: A plot, person: A plot}
    likely_if: [{item: digs, is: no}]
strengths:
  green-fingers: {title: {staff: Grows things, person: I grow things}, shown_if: [{item: digs, is: yes}]}
"""
OWN = {"bank/allotment.yaml": BANK, "forms/allotment.yaml": FORM, "needs.yaml": NEEDS}


def together(**changed):
    texts = {**OWN, **{place.replace("__", "/") + ".yaml": text for place, text in changed.items()}}
    return load_questions(texts, beside=SHIPPED)


def errors_of(**changed):
    with pytest.raises(QuestionFilesError) as refused:
        together(**changed)
    return [str(error) for error in refused.value.errors]


def test_what_is_added_stands_after_what_is_shipped():
    both = together()
    assert list(both.items) == [*SHIPPED.items, "digs"]
    assert list(both.banks) == ["life", "allotment"]
    assert list(both.forms) == ["talk", "allotment"]
    assert both.forms["allotment"].item_keys == ("children", "digs")
    assert list(both.needs.needs) == ["see-children", "a-plot"]
    assert list(both.needs.strengths) == ["caring-parent", "some-hope", "green-fingers"]
    assert both.needs.pathways == SHIPPED.needs.pathways


def test_what_is_shipped_stays_as_it_is():
    both = together()
    assert all(both.items[key] is item for key, item in SHIPPED.items.items())
    assert both.forms["talk"] is SHIPPED.forms["talk"]
    assert content_hash(both.banks["life"]) == content_hash(SHIPPED.banks["life"])


@pytest.mark.parametrize("left_out", [{}, {"needs.yaml"}, {"bank/allotment.yaml"}, {"forms/allotment.yaml"}, set(OWN)])
def test_any_of_the_three_may_be_missing(left_out):
    bare = BANK.replace("informs: [family, a-plot, green-fingers]", "informs: [family]")
    form = FORM.replace("[children, digs]", "[children]")
    sound = {"bank/allotment.yaml": bare, "forms/allotment.yaml": form, "needs.yaml": "version: 1\n"}
    texts = {place: text for place, text in sound.items() if place not in left_out}
    assert ("digs" in load_questions(texts, beside=SHIPPED).items) == ("bank/allotment.yaml" in texts)


def test_a_question_that_is_repeated_word_for_word_is_asked_once():
    again = SMALL["bank/life.yaml"].replace("bank: life", "bank: copy")
    both = load_questions({"bank/copy.yaml": again, "forms/talk.yaml": SMALL["forms/talk.yaml"]}, beside=SHIPPED)
    assert both == SHIPPED


def test_a_name_that_means_something_else_is_refused_with_its_line():
    bank = BANK.replace("  digs:", "  rent:")
    form = FORM.replace("form: allotment", "form: talk")
    needs = NEEDS.replace("  a-plot:", "  see-children:")
    found = errors_of(bank__allotment=bank, forms__talk=form, needs=needs)
    mend = "Give yours another name, or leave it out."
    assert f"bank/allotment.yaml:5: the question “rent” comes with Throughgate, and otherwise. {mend}" in found
    assert f"needs.yaml:3: the need “see-children” comes with Throughgate, and otherwise. {mend}" in found
    assert any(
        one.startswith("forms/talk.yaml:1: the form “talk” comes with Throughgate, and otherwise") for one in found
    )


def test_an_area_of_a_shipped_name_is_refused():
    assert errors_of(
        bank__life=BANK.replace("bank: allotment", "bank: life"), bank__allotment=BANK.replace("digs", "d")
    )[0].startswith("bank/life.yaml:1: the area “life” comes with Throughgate. Give the file")


def test_what_is_added_may_name_only_what_there_is():
    assert any("“pruning” is not known" in one for one in errors_of(forms__allotment=FORM.replace("digs", "pruning")))


def test_beside_nothing_what_is_loaded_stands_on_its_own():
    assert load_questions(SMALL, beside=NOTHING).forms == SHIPPED.forms
    assert load_questions({}, beside=NOTHING) == NOTHING


# -- the folder beside the database --------------------------------------------------------------------------------

GATE = BANK.replace("asked_if: {item: children, is: yes}", "tags: [hopes]").replace("a-plot, green-fingers", "hope")
GATE_FORM = FORM.replace("children, ", "what-matters-most, ")


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR = tmp_path
    (tmp_path / "questions" / "bank").mkdir(parents=True)
    (tmp_path / "questions" / "forms").mkdir()
    return tmp_path / "questions"


def write(path, text, second):
    path.write_text(text, encoding="utf-8")
    os.utime(path, (second, second))


def test_without_a_folder_the_shipped_questions_are_asked(settings, tmp_path):
    settings.VAR = tmp_path
    assert current_questions() is shipped_questions()


def test_the_folder_is_read_again_once_something_in_it_changed(folder):
    assert "allotment" not in current_questions().forms
    write(folder / "bank/allotment.yaml", GATE, 100)
    assert "digs" in current_questions().items
    write(folder / "forms/allotment.yaml", GATE_FORM, 100)
    assert current_questions().forms["allotment"].item_keys == ("what-matters-most", "digs")
    assert current_questions() is current_questions()
    (folder / "forms/allotment.yaml").unlink()
    assert "allotment" not in current_questions().forms


def test_a_faulty_folder_adds_nothing_and_is_told_of(folder, caplog):
    write(folder / "bank/allotment.yaml", GATE, 100)
    write(folder / "forms/allotment.yaml", GATE_FORM.replace("digs", "pruning"), 100)
    assert current_questions() is shipped_questions()
    (error,) = check_questions(None)
    assert (error.id, error.msg.split(": ")[0]) == ("story.E001", "forms/allotment.yaml:7")
    assert "Run check_questions." in caplog.text
    with pytest.raises(CommandError, match=r"forms/allotment\.yaml:7"):
        call_command("check_questions")
    write(folder / "forms/allotment.yaml", GATE_FORM, 200)
    assert check_questions(None) == []
    assert "allotment" in current_questions().forms


def test_a_file_that_is_not_text_is_told_of(folder):
    (folder / "bank/allotment.yaml").write_bytes(b"\xff\xfe")
    assert current_questions() is shipped_questions()
    assert check_questions(None)[0].msg.startswith("questions:1: a file cannot be read as text")


def test_a_folder_that_adds_can_be_checked_before_it_is_used(tmp_path, capsys):
    (tmp_path / "bank").mkdir()
    write(tmp_path / "bank/allotment.yaml", GATE, 100)
    call_command("check_questions", tmp_path, "--adds")
    assert " questions in 16 areas, " in capsys.readouterr().out
    with pytest.raises(CommandError, match="not the list of needs"):
        call_command("check_questions", tmp_path)
