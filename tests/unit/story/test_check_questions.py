from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.unit.story.small import SMALL


def check(*args):
    out = StringIO()
    call_command("check_questions", *args, stdout=out)
    return out.getvalue()


def written(folder, texts):
    for place, text in texts.items():
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_questions_are_counted():
    assert " questions in 15 areas, " in check()


def test_a_folder_is_counted(tmp_path):
    assert check(written(tmp_path, SMALL)) == "6 questions in 1 area, 1 form, 1 need, 2 strengths. All sound.\n"


def test_errors_are_told_with_file_and_line(tmp_path):
    texts = {**SMALL, "forms/talk.yaml": SMALL["forms/talk.yaml"].replace("[hope,", "[hoep,")}
    with pytest.raises(CommandError) as refused:
        check(written(tmp_path, texts))
    assert str(refused.value).splitlines() == [
        "forms/talk.yaml:8: form “talk”: the question “hoep” is not known. Did you mean “hope”?",
        "1 thing to mend.",
    ]


def test_an_empty_folder_has_no_questions(tmp_path):
    with pytest.raises(CommandError, match="there are no questions here"):
        check(tmp_path / "nowhere")


def test_a_file_that_is_not_text_is_told_of(tmp_path):
    written(tmp_path, SMALL)
    (tmp_path / "needs.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="not plain text in UTF-8"):
        check(tmp_path)
