"""The files of instruments: what is shipped, and what is said of one that is wrong."""

import pytest

from throughgate.measures.loading import InstrumentFileError, load_instrument
from throughgate.measures.shipping import own_instruments, shipped_instruments

COMPLETE = {"phq-9", "gad-7", "audit-c", "barc-10", "outcome-wheel"}
RANGES = {
    "phq-9": (0, 27),
    "gad-7": (0, 21),
    "audit-c": (0, 12),
    "barc-10": (10, 60),
    "audit": (0, 40),
    "core-10": (0, 40),
    "wsas": (0, 40),
    "wemwbs": (14, 70),
    "swemwbs": (7, 35),
    "gse": (10, 40),
    "dast-10": (0, 10),
    "sure": (21, 63),
    "ors": (0, 40),
    "srs": (0, 40),
}
SMALL = """\
measure: small
version: 1
title: Small
about: Two questions
called: [Small]
wording: ours
sensitivity: standard
source: {by: Us, cite: Nothing, licence: MIT}
answers:
  yes-no: {0: "No", 1: "Yes"}
items:
  one: {ask: One?, answers: yes-no}
  two: {ask: Two?, answers: yes-no}
scales:
  total:
    {title: Both, better: higher, missing: {most: 0, source: All.}, bands: [{at: 0, title: Low}, {at: 2, title: High}]}
"""


def faults(text: str) -> str:
    with pytest.raises(InstrumentFileError) as refused:
        load_instrument(text, filename="small.yaml")
    return str(refused.value)


def test_five_are_complete_and_the_others_wait_for_their_words():
    assert {slug for slug, one in shipped_instruments().items() if one.is_usable} == COMPLETE


@pytest.mark.parametrize(("slug", "ends"), RANGES.items())
def test_scores_reach_from_end_to_end(slug, ends):
    assert shipped_instruments()[slug].range_of("total") == ends


def test_no_words_of_a_licensed_one_are_shipped():
    licensed = [one for one in shipped_instruments().values() if one.wording == "licensed"]
    assert licensed
    assert not [one.slug for one in licensed if any(item.ask for item in one.items.values())]
    assert not [one.slug for one in licensed for offered in one.answers.values() if any(offered.values())]


def test_everyone_names_its_maker_and_its_terms():
    assert all(one.source.by and one.source.cite and one.source.licence for one in shipped_instruments().values())


def test_a_sound_file_is_read():
    assert load_instrument(SMALL, filename="small.yaml").range_of("total") == (0, 2)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("answers: yes-no}\n  two", "answers: yes-on}\n  two", "small.yaml:12: the answers “yes-on” is not known. Did"),
        ("ask: Two?, ", "", "small.yaml:13: “two” has no words"),
        ("at: 0, title: Low", "at: 1, title: Low", "the bands of “total” do not follow each other from 0"),
        ("at: 2, title: High", "at: 3, title: High", "begins above 2, the highest score"),
        ("most: 0", "most: 2", "“total” could be scored from nothing"),
        ("measure: small", "measure: other", "small.yaml:1: the file is not called other.yaml"),
        ("better: higher", "better: bigger", "cannot be “bigger”"),
        ("title: Small\n", "titel: Small\n", "Did you mean “title”?"),
        (", bands:", ", change: {source: Somebody.}, bands:", "does not say what a reliable change is"),
        ("scales:", "safety:\n  one: {at_least: 5, crisis: x, about: y}\nscales:", "never reaches 5"),
    ],
)
def test_a_fault_names_its_line_and_its_mend(before, after, said):
    assert before in SMALL
    assert said in faults(SMALL.replace(before, after, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("yes-no: {0", "none: {}\n  yes-no: {0", "small.yaml:10: the measure: “answers” is empty"),
        ("  one: {", "  One: {", "small.yaml:12: “One” cannot be a name here"),
        ("{title: Both,", "{title: Both, how: mean, items: [],", "“total” counts no question"),
    ],
)
def test_what_could_not_be_reckoned_with_is_told(old, new, said):
    text = SMALL if "counts" not in said else SMALL.replace("answers: yes-no}", "answers: yes-no, scored: false}")
    assert said in faults(text.replace(old, new))


def test_a_section_that_is_left_empty_is_none():
    assert load_instrument(SMALL.partition("scales:")[0] + "scales:\n", filename="small.yaml").scales == {}


def test_the_organisation_words_a_licensed_one(tmp_path):
    text = SMALL.replace("wording: ours", "wording: licensed")
    (tmp_path / "small.yaml").write_text(text)
    (tmp_path / "broken.yaml").write_text("measure: broken\n")
    found, wrong = own_instruments(tmp_path)
    assert found["small"].is_usable
    assert {fault.file for fault in wrong} == {"broken.yaml"}
