"""Every edge of when a conviction is spent in England and Wales."""

from datetime import date
from pathlib import Path

import pytest

from tests.spec.cases import Case, day, read_cases
from throughgate.work.rehabilitation_file import rehabilitation_law
from throughgate.work.rules.rehabilitation import ADD_UP, AT_ONE_TIME, Answer, Conviction, Sentence, joined, spent

CASES = read_cases(Path(__file__).with_name("rehabilitation.txt"), r"(spent|never|unknown)")
TODAY = date(2026, 11, 22)
FLAGS = {"s18-yes": {"schedule_18": True}, "s18-no": {"schedule_18": False}, "endless": {"is_endless": True}}
FLAGS |= {"no-end-named": {"names_no_end": True}}
DAYS = {"ends": "ends_on", "paid": "paid_on"}
KNOWN = {"adult": False, "young": True, "age?": None, "summary": True, "indictable": False, "court?": None}


def sentence(text: str) -> Sentence:
    kind, *words = text.split()
    given: dict[str, object] = {}
    for word, following in zip(words, [*words, ""][1:], strict=True):
        if word in FLAGS:
            given |= FLAGS[word]
        elif word in DAYS:
            given[DAYS[word]] = day(following)
        elif word.rstrip("+").isdecimal():
            given |= {"months": int(word.rstrip("+")), "over": word.endswith("+")}
    return Sentence(kind, **given)


def conviction(line: str) -> Conviction:
    head, _, words = line.partition(": ")
    on, age, court = head.split()
    terms = [_one(part) for part in words.split(", ")]
    return Conviction(day(on), tuple(terms), under_18=KNOWN[age], summary_only=KNOWN[court])


def _one(part: str) -> Sentence:
    for sign, how in ((" & ", ADD_UP), (" | ", AT_ONE_TIME)):
        if sign in part:
            return joined([sentence(one) for one in part.split(sign)], how)
    return sentence(part)


def told(answer: Answer) -> str:
    if answer.is_never:
        return "never"
    return f"spent {answer.spent_from}" if answer.spent_from else f"unknown: {answer.because}"


def answers(case: Case) -> list[str]:
    return [told(one) for one in spent([conviction(line) for line in case.given], rehabilitation_law(), TODAY)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.chapter}: {case.title}")
def test_spent_by_the_rows_of_the_law(case):
    assert answers(case) == case.facts


def test_every_kind_of_sentence_has_its_edge():
    text = " ".join(line for case in CASES for line in case.given)
    regime = rehabilitation_law().regimes[-1]
    assert [kind for kind in regime.others if kind not in text] == ["service-detention", "referral-order"]


def test_before_the_rows_that_are_kept_nothing_is_said():
    one = conviction("2020-06-01 adult summary: fine")
    assert not spent([one], rehabilitation_law(), date(2023, 10, 27))[0].is_known
