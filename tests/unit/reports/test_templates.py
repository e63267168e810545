"""Templates are files: every one that is shipped can be read, and a wrong one says where and how to mend it."""

import pytest

from throughgate.reports.loading import TemplateFileError, load_template, templates

GOOD = """report: short
version: 1
title: Short
about: A short one.
sensitivity: standard
to: {kind: prison, purpose: prison, words: The prison}
signs: [caseworker]
sections:
  came: {title: How they took part, from: attendance, scope: attendance}
"""


def test_shipped_ones_can_be_read():
    assert set(templates()) == {"parole", "rehabilitation-plan", "end-of-programme"}


def test_a_good_one():
    assert load_template(GOOD, filename="short.yaml").sections["came"].scope == "attendance"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("kind: prison", "kind: neighbour", 6, "the recipient “neighbour” is not known"),
        ("scope: attendance", "scope: gossip", 9, "the scope “gossip” is not known"),
        ("from: attendance", "from: rumour", 9, "cannot be “rumour”"),
        (", scope: attendance", "", 9, "does not say what kind of thing it tells"),
        ("report: short", "report: other", 1, "the file is not called other.yaml"),
        ("version: 1", "version: 1\nby: enrolment + 3 days", 3, "hangs on no date of the person"),
        ("version: 1", "version: 1\nby: soon enough!", 3, "is not a date expression"),
    ],
)
def test_a_wrong_one_names_its_line(right, wrong, line, said):
    with pytest.raises(TemplateFileError) as refused:
        load_template(GOOD.replace(right, wrong), filename="short.yaml")
    assert [one.line for one in refused.value.errors] == [line]
    assert said in str(refused.value)
