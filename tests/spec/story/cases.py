"""Reads the cases in story.txt, applies the rules, and writes docs/spec/story.md.

To write the page anew after a change that is wanted: python -m tests.spec.story.cases
"""

import json
import re
from datetime import date
from pathlib import Path

import yaml

import conftest  # noqa: F401  # sets Django up: the policy that says who may hear an answer needs it
from tests.spec.cases import Case, day, lay_page, read_cases, write_page
from throughgate.story.grammar import Questions
from throughgate.story.loading import load_questions
from throughgate.story.rules import (
    Answer,
    Happenings,
    ItemState,
    check_value,
    confirmed,
    current_answers,
    likely_needs,
    next_to_ask,
    state_of_form,
    strengths_shown,
    take,
    tally,
)

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "spec" / "story.md"
HEAD = """# The story, case by case

Written from `tests/spec/story/story.txt`; every table below is worked out by the tests on each run.
A case gives a few questions, what a person said and what happened; the table says how a form of these questions stands
on the day named *today*. A line such as `said 2026-01-02 drugs -` is “I'd rather not say”.
"""

CASES = read_cases(HERE / "story.txt", r"(said|confirmed|released|moved|returned|today) \d")


def questions_of(case: Case) -> Questions:
    """A bank of the case's lines; each question informs whatever asks about it."""
    parts: dict[str, dict[str, dict]] = {"": {}, "need": {}, "strength": {}}
    for line in case.given:
        word, name, fields = re.fullmatch(r"(?:(need|strength) )?([a-z-]+): (\{.*\})", line).groups()
        parts[word or ""][name] = yaml.safe_load(fields)
    items = {name: _whole(name, fields, parts) for name, fields in parts[""].items()}
    both = {"staff": "For staff", "person": "For you"}
    needs = {name: {"pathway": "way", "title": both, **fields} for name, fields in parts["need"].items()}
    spare = {"spare": {"pathway": "way", "title": both, "likely_if": [{"item": "spare", "is": "yes"}]}}
    strengths = {name: {"title": both, **fields} for name, fields in parts["strength"].items()}
    items["spare"] = {"ask": both, "type": "yes-no", "fresh": "always", "informs": ["way"]}
    section = {"title": "All", "items": list(items)[:-1]}
    form = {
        "form": "talk",
        "version": 1,
        "title": both,
        "about": both,
        "filled_by": "staff",
        "sections": {"all": section},
    }
    texts = {
        "bank/case.yaml": {"bank": "case", "version": 1, "title": "Case", "items": items},
        "forms/talk.yaml": form,
        "needs.yaml": {
            "version": 1,
            "pathways": {"way": {"title": both}},
            "needs": {**spare, **needs},
            "strengths": strengths,
        },
    }
    return load_questions({name: json.dumps(text) for name, text in texts.items()})


def _whole(name: str, fields: dict, parts: dict[str, dict[str, dict]]) -> dict:
    rules = {**parts["need"], **parts["strength"]}
    informs = [key for key, rule in rules.items() if f"'item': '{name}'" in str(rule)]
    choices = {"choices": {code: code for code in fields.get("choices", ())}} if "choices" in fields else {}
    return {"ask": {"staff": f"{name}?", "person": f"{name}?"}, "informs": informs, **fields, **choices}


def answers_of(case: Case, questions: Questions) -> tuple[Answer, ...]:
    answers: tuple[Answer, ...] = ()
    for line in case.facts:
        word, on, *rest = line.split(maxsplit=3)
        if word == "said":
            item = questions.items[rest[0]]
            value = None if rest[1] == "-" else int(rest[1]) if rest[1].isdecimal() else rest[1]
            check_value(item, value)
            answers = take(answers, Answer(rest[0], value, day(on), heard_by="alice"))
        elif word == "confirmed":
            standing = current_answers(answers)[rest[0]]
            answers = take(answers, confirmed(standing, on=day(on), heard_by="bob", form="talk"))
    return answers


def days_of(case: Case, word: str) -> list[date]:
    return [day(line.split()[1]) for line in case.facts if line.startswith(word + " ")]


def states_of(case: Case) -> tuple[Questions, tuple[Answer, ...], tuple[ItemState, ...]]:
    questions = questions_of(case)
    answers = answers_of(case, questions)
    happenings = Happenings(days_of(case, "released"), days_of(case, "moved"), days_of(case, "returned"))
    (today,) = days_of(case, "today")
    return questions, answers, state_of_form(questions, questions.forms["talk"], answers, happenings, today)


def table(case: Case) -> list[str]:
    questions, answers, states = states_of(case)
    rows = ["| question | state | answer | said on | heard by | stale from |", "|---|---|---|---|---|---|"]
    for one in states:
        said = one.answer
        words = "" if said is None else "rather not say" if said.declined else said.value
        cells = [one.item, one.state, words, said.answered_on if said else "", said.heard_by if said else ""]
        rows.append("| " + " | ".join(map(str, [*cells, one.until or ""])) + " |")
    figures = tally(states)
    kept = sum(one.superseded for one in answers)
    asked = f"Asked next: {next_to_ask(states) or 'nothing'}"
    parts = [asked, f"to ask: {figures.to_ask}", f"not asked again: {figures.not_asked_again}"]
    parts += [f"superseded and kept: {kept}"] if kept else []
    return [*rows, "", "; ".join(parts + _found(questions, answers))]


def _found(questions: Questions, answers: tuple[Answer, ...]) -> list[str]:
    if not questions.needs.strengths and len(questions.needs.needs) == 1:
        return []
    needs = ", ".join(one.key for one in likely_needs(questions, answers)) or "none"
    strengths = ", ".join(one.key for one in strengths_shown(questions, answers)) or "none"
    return [f"likely needs: {needs}", f"strengths: {strengths}"]


def page() -> str:
    return lay_page(HEAD, CASES, table)


if __name__ == "__main__":
    write_page(PAGE, page())
