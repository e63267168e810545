"""Rules link what is certain and put the rest down as doubtful."""

from __future__ import annotations

import pytest

from tests.unit.evidence.link_people import link_by_rules, person
from throughgate_evidence.link.passes import PASSES, Pass

OTHER = {"forename": "Quila", "surname": "Stonnard", "date_of_birth": "1975-07-09"}


def linked(folder, participants, records, **choices):
    return [
        (link.participant, link.person, link.by)
        for link in link_by_rules(folder, participants, records, **choices).links
    ]


def doubts(folder, participants, records, **choices):
    found = link_by_rules(folder, participants, records, **choices)
    assert not found.links
    return [doubt.why for doubt in found.doubts]


@pytest.mark.parametrize(
    ("participant", "record", "by"),
    [
        ({"pnc": "81/34U"}, {"pnc": "1981/0000034U", "surname": "Changed"}, "PNC number"),
        ({"prison_number": "a1234bc"}, {"prison_number": "A1234BC", "surname": "Changed"}, "prison number"),
        ({"forename": "TOVAN"}, {}, "names and date of birth"),
        ({"forename": "Tovan Ned"}, {}, "first forename, surname and date of birth"),
        (
            {"forename": "Brelling", "surname": "Tovan"},
            {},
            "names the other way round and date of birth",
        ),
        (
            {"date_of_birth": "1990-04-03"},
            {},
            "names and date of birth with day and month the other way round",
        ),
        ({"forename": "T"}, {}, "initial, surname and date of birth"),
    ],
)
def test_each_pass_links_its_own(tmp_path, participant, record, by):
    assert linked(tmp_path, [person(**participant)], [person(**record)]) == [("1", "1", by)]


def test_nobody_alike_is_not_linked(tmp_path):
    found = link_by_rules(tmp_path, [person()], [person(**OTHER)])
    assert not found.links and not found.doubts


def test_number_of_another_person_goes_to_review(tmp_path):
    why = doubts(tmp_path, [person(pnc="81/34U")], [person(id="9", pnc="81/34U", **OTHER)])
    assert why == ["the number is the same, but neither a name nor the date of birth is"]


def test_doubt_at_a_strict_pass_is_not_settled_by_a_loose_one(tmp_path):
    records = [person(id="9", pnc="81/34U", **OTHER), person(id="8")]
    why = doubts(tmp_path, [person(pnc="81/34U")], records)
    assert why[1] == "one of the two was in doubt at a stricter pass"


@pytest.mark.parametrize(
    ("field", "ours", "theirs", "words"),
    [
        ("pnc", "81/34U", "02/73319Z", "the PNC number differs"),
        ("prison_number", "A1234BC", "A9999BC", "the prison number differs"),
        ("gender", "M", "F", "the gender differs"),
    ],
)
def test_what_speaks_against_a_pair_is_said(tmp_path, field, ours, theirs, words):
    assert doubts(tmp_path, [person(**{field: ours})], [person(**{field: theirs})]) == [words]


def test_two_records_that_fit_equally_go_to_review(tmp_path):
    why = doubts(tmp_path, [person()], [person(id="8"), person(id="9")])
    assert why == ["2 people of the records fit equally"] * 2


def test_two_participants_for_one_record_go_to_review(tmp_path):
    twins = [person(forename="T"), person(id="2", forename="Terrow")]
    assert set(doubts(tmp_path, twins, [person(id="9")])) == {"2 participants fit this record equally"}


def test_person_in_the_records_under_two_names_is_one_person(tmp_path):
    records = [person(id="9", surname="Earlier"), person(id="9")]
    assert linked(tmp_path, [person()], records) == [("1", "9", "names and date of birth")]


def test_nobody_is_linked_twice(tmp_path):
    participants = [person(pnc="81/34U"), person(id="2", forename="T", prison_number="A1234BC")]
    found = link_by_rules(tmp_path, participants, [person(id="9", pnc="81/34U")])
    assert [(link.participant, link.person) for link in found.links] == [("1", "9")]


def test_passes_are_data(tmp_path):
    own = Pass(
        "surname, day and home", (("surname", "surname"), ("date_of_birth", "date_of_birth"), ("postcode", "postcode"))
    )
    participants = [person(forename="Zeb", postcode="QA1 2BC")]
    assert linked(tmp_path, participants, [person(postcode="QA12BC")], passes=(own,)) == [("1", "1", own.name)]
    assert not linked(tmp_path, participants, [person()], passes=(own,))


def test_order_of_the_passes_is_theirs_who_choose_it(tmp_path):
    turned = tuple(reversed(PASSES))
    assert linked(tmp_path, [person(pnc="81/34U")], [person(pnc="81/34U")], passes=turned)[0][2] == turned[0].name


def test_attrition_counts_everybody_at_every_step(tmp_path):
    participants = [person(), person(id="2"), person(id="3", gender=""), person(id="4", **OTHER)]
    steps = link_by_rules(tmp_path, participants, [person()]).attrition.analysed(1).steps
    whole = [(step.step, step.people, step.share) for step in steps if not step.part]
    assert whole == [
        ("Submitted", 4, 1.0),
        ("With everything needed", 3, 0.75),
        ("After repeats are taken out", 2, 0.5),
        ("Linked", 1, 0.25),
        ("Analysed", 1, 0.25),
    ]
    assert sum(step.people for step in steps if step.part) == 1
