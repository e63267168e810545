"""A small question bank that the tests can change, and answers to it."""

from datetime import date

from throughgate.story.loading import load_questions
from throughgate.story.rules import Answer

BANK = """\
bank: life
version: 1
title: Life
items:
  children:
    ask: {staff: "Children?", person: "Do you have kids?"}
    type: yes-no
    fresh: 2 years
    informs: [family]
  contact:
    ask: {staff: "How often?", person: "How often do you see them?"}
    type: choice
    choices: {often: Often, never: {staff: Never, person: Not at all}}
    asked_if: {item: children, is: yes}
    fresh: 3 months or until release
    informs: [see-children, caring-parent]
  wish:
    ask: {staff: "What do they wish?", person: "What do you wish for?"}
    type: long
    asked_if: {item: contact, is_not: often}
    fresh: always
  hope:
    ask: {staff: "Hope?", person: "How much hope do you have?"}
    type: scale
    scale: {lowest: 0, highest: 10, low: None, high: Lots}
    fresh: 1 month
    informs: [some-hope]
  rent:
    ask: {staff: "Rent owed?", person: "How much rent do you owe?"}
    type: money
    fresh: 6 months
    informs: [family]
  calm:
    ask: {staff: "What calms?", person: "What calms you?"}
    type: several
    choices: {walk: A walk, music: Music, talk: A talk}
    fresh: until moved
    seen_by: sensitive
"""
FORM = """\
form: talk
version: 1
title: {staff: Talk, person: A talk}
about: {staff: Short., person: Short.}
filled_by: [staff]
sections:
  family: {title: Family, items: [children, contact, wish]}
  rest: {title: Rest, items: [hope, rent, calm]}
"""
NEEDS = """\
version: 1
pathways:
  family: {title: {staff: Family, person: My people}}
needs:
  see-children:
    pathway: family
    title: {staff: Seeing them, person: To see them}
    likely_if: [{item: contact, is: never}, {item: rent, at_least: 100}]
strengths:
  caring-parent: {title: {staff: Is there, person: I am there}, shown_if: [{item: contact, is: often}]}
  some-hope: {title: {staff: Has hope, person: I have hope}, shown_if: [{item: hope, at_least: 7}]}
"""
SMALL = {"bank/life.yaml": BANK, "forms/talk.yaml": FORM, "needs.yaml": NEEDS}
QUESTIONS = load_questions(SMALL)
TALK = QUESTIONS.forms["talk"]
NEW_YEAR = date(2026, 1, 1)


def answer(item, value, on=NEW_YEAR, **more):
    return Answer(item, value, on, heard_by="alice", **more)
