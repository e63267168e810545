"""What makes two records look like one person's."""

import random
from datetime import date

import pytest

from throughgate.people.models import Likeness
from throughgate.people.rules.alike import days_like, is_close, is_slipped_day, is_swapped_day, names_like, sound_of
from throughgate.people.rules.duplicates import (
    REASONS,
    Frequencies,
    Identity,
    compare,
    find_duplicates,
    identity_of,
    pairs_of,
    reason_words,
    weights,
)

BORN = date(1988, 3, 7)
# Of ten thousand people forty are called Vale and a hundred Jordan.
KNOWN = Frequencies(10_000, {"jordan": 100, "elizabeth": 100}, {"vale": 40})


def one(given="Jordan", family="Vale", preferred="", born_on=BORN, gender="woman", numbers=(), key=1) -> Identity:
    return identity_of(key, given, family, preferred, born_on, gender, numbers)


@pytest.mark.parametrize(
    ("left", "right"),
    [("clarke", "clark"), ("philips", "fillips"), ("reid", "reed"), ("catherine", "katherine"), ("smyth", "smith")],
)
def test_names_that_sound_alike_share_a_code(left, right):
    assert sound_of(left) == sound_of(right)


@pytest.mark.parametrize(("left", "right"), [("ann", "alan"), ("vale", "wells"), ("jordan", "gordon")])
def test_names_that_do_not_sound_alike_do_not(left, right):
    assert sound_of(left) != sound_of(right)


@pytest.mark.parametrize(
    ("left", "right", "close"),
    [
        ("jordan", "jordan", True),
        ("jordan", "jodran", True),  # neighbours exchanged
        ("jordan", "jordn", True),
        ("jordan", "jorddan", True),
        ("jordan", "jerdan", True),
        ("jordan", "jerden", False),  # two slips in a short name
        ("christopher", "cristofer", False),
        ("christopher", "cristophar", True),
        ("ann", "ian", False),  # too short to tell
    ],
)
def test_a_slip_keeps_names_close(left, right, close):
    assert is_close(left, right) is is_close(right, left) is close


def test_short_forms_belong_together():
    assert {"liz", "beth", "elizabeth"} <= names_like("lizzie")
    assert names_like("zebedee") == {"zebedee"}


def test_days_that_are_mistyped():
    assert is_swapped_day(BORN, date(1988, 7, 3))
    assert is_slipped_day(BORN, date(1988, 3, 1)) and is_slipped_day(BORN, date(1898, 3, 7))
    assert not is_slipped_day(BORN, date(1989, 3, 8))
    assert {BORN, date(1988, 7, 3), date(1888, 3, 7)} <= days_like(BORN)


@pytest.mark.parametrize(
    ("other", "likeness", "reason"),
    [
        (one(), Likeness.SAME, "names.same"),
        (one(preferred="Jo"), Likeness.SAME, "birth.same"),
        (one(given="Vale", family="Jordan"), Likeness.SAME, "names.swapped"),
        (one(given="Jordann"), Likeness.SAME, "names.close"),
        (one(family="Vail"), Likeness.LIKELY, "names.part"),
        (one(born_on=date(1988, 7, 3)), Likeness.SAME, "birth.swapped"),
        (one(born_on=date(1988, 3, 1)), Likeness.LIKELY, "birth.slip"),
        (one(family="Vale-Reed"), Likeness.LIKELY, "names.part"),
        (one(born_on=None), Likeness.LIKELY, "names.same"),
        (one(family="Reed"), Likeness.LIKELY, "names.given"),  # the family name may have changed
        (one(family="Reed", gender="man"), None, "gender.different"),
        (one(born_on=date(1971, 9, 21)), None, "birth.different"),
        (one(given="Alex", family="Finch"), None, "birth.same"),
        (one(given="Alex", family="Finch", born_on=None, numbers=[("crn", "X123456")]), Likeness.LIKELY, "number.same"),
    ],
)
def test_what_two_records_look_like(other, likeness, reason):
    verdict = compare(one(numbers=[("crn", "X123456")]), other, KNOWN)
    assert verdict.likeness == likeness, verdict
    assert reason in {found.partition(":")[0] for found in verdict.reasons}


def test_a_short_form_and_a_preferred_name_speak_for_one_person():
    for other in (one(given="Liz"), one(given="Beth"), one(given="Marie", preferred="Elizabeth")):
        assert compare(one(given="Elizabeth"), other, KNOWN).likeness == Likeness.SAME


def test_comparing_does_not_depend_on_the_order():
    left, right = one(numbers=[("pnc", "1981/0000034U")]), one(given="Jo", born_on=date(1988, 7, 3))
    assert compare(left, right, KNOWN).weight == compare(right, left, KNOWN).weight


def test_a_rare_name_says_more_than_a_common_one():
    common = compare(one(born_on=None), one(born_on=None), KNOWN).weight
    rare = compare(one("Zebedee", "Quill", born_on=None), one("Zebedee", "Quill", born_on=None), KNOWN).weight
    assert rare > common + 3


def test_a_name_alone_makes_nobody_certainly_the_same():
    rare = one("Zebedee", "Quill", born_on=None)
    assert compare(rare, rare, Frequencies(500)).likeness == Likeness.LIKELY


def test_the_more_people_the_less_a_name_says():
    few, many = KNOWN, Frequencies(1_000_000, {"jordan": 10_000}, {"vale": 4_000})
    assert compare(one(), one(), few).weight > compare(one(), one(), many).weight + 3


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        (("pnc", "1981/0000034U"), ("pnc", "1979/0163001B"), "number.for_life:pnc"),
        (("prison_number", "A1234BC"), ("prison_number", "A9999ZZ"), "number.another:prison_number"),
        (("crn", "X123456"), ("crn", "X123465"), "number.slip:crn"),
    ],
)
def test_numbers_speak_for_and_against(mine, theirs, reason):
    plain = compare(one(), one(), KNOWN).weight
    verdict = compare(one(numbers=[mine]), one(numbers=[theirs]), KNOWN)
    assert reason in verdict.reasons
    assert (verdict.weight > plain) is reason.startswith("number.slip")


def test_what_is_not_known_says_nothing():
    assert "birth" not in " ".join(compare(one(born_on=None), one(), KNOWN).reasons)
    assert "gender" not in " ".join(compare(one(gender="not_said"), one(gender="man"), KNOWN).reasons)


def test_every_weight_has_its_words():
    assert set(weights().m) == set(REASONS)
    assert reason_words("number.same:crn") == "The same CRN (probation)"


def test_pairs_come_once_and_the_earlier_first():
    people = [one(key=key) for key in range(1, 5)]
    pairs = list(pairs_of(people))
    assert sorted(pairs) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert sorted(pairs_of(people, among=1)) == [(0, 1), (0, 2), (0, 3)]


def _name(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(4))


def test_a_key_that_everybody_shares_is_not_looked_through():
    chance = random.Random(7)
    strangers = [one(_name(chance), _name(chance), key=at) for at in range(1, 900)]
    assert sum(1 for _ in pairs_of(strangers)) < 900 * 20


def test_duplicates_are_found_among_strangers():
    chance = random.Random(7)
    strangers = [
        one(_name(chance), _name(chance), born_on=date(1960 + at % 40, at % 12 + 1, at % 28 + 1), key=at)
        for at in range(2, 200)
    ]
    found = list(find_duplicates([one(key=1), *strangers, one(given="Jo", key=500)]))
    assert [(left.key, right.key) for left, right, _ in found] == [(1, 500)]
