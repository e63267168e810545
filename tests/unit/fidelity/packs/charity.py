"""Another charity's programme, with a form, questions, a need, a measure and a plan of sessions of its own."""

from datetime import date

from throughgate.fidelity.rules.pack_file import write_pack

MODEL = """\
model: allotment
version: 2
title: The allotment
summary: A plot of one's own, and people beside it.
for:
  needs: [health, growing]
elements:
  talk:
    title: First talk
    is: form
    form: plot
    by: enrolment + 7 days
    who: practitioner
  digging:
    title: Digging together
    is: skills-session
    count: 2
    every: 7 days
    from: enrolment
measures:
  soil:
    title: At ease outdoors
    at: [enrolment]
    within: 14 days
    tool: Own scale of ease
"""
BANK = """\
bank: garden
version: 1
title: The garden
items:
  digs:
    ask: {staff: "Have they had a plot before?", person: "Have you had a plot?"}
    type: yes-no
    fresh: always
    informs: [a-plot, green-fingers]
  grows:
    ask: {staff: "What would they like to grow?", person: "What do you want to grow?"}
    type: several
    choices: {beans: Beans, roses: Roses}
    asked_if: {item: digs, is: yes}
    fresh: 1 year
    informs: [growing]
"""
FORM = """\
form: plot
version: 1
title: {staff: Before the first spade, person: My plot}
about: {staff: A short talk., person: A short talk.}
filled_by: [staff, practitioner]
sections:
  plot: {title: The plot, items: [digs, grows]}
"""
NEEDS = """\
version: 1
pathways:
  growing: {title: {staff: Growing things, person: Growing things}}
needs:
  a-plot:
    pathway: growing
    title: {staff: A plot of their own, person: A plot of my own}
    likely_if: [{item: digs, is: no}]
strengths:
  green-fingers: {title: {staff: Grows things, person: I grow things}, shown_if: [{item: digs, is: yes}]}
"""
HEALTH = "  health: {title: {staff: Health, person: My health}}\n"
MEASURE = """\
measure: ease
version: 1
title: Ease
about: One question on being outdoors.
called: [Own scale of ease]
wording: ours
sensitivity: standard
source: {by: The allotment charity, cite: None., licence: Free to use.}
answers:
  much: {0: Not at all, 1: A little, 2: Much}
items:
  q1: {ask: How much at ease were you outdoors?, answers: much}
scales:
  total: {title: Ease, better: higher, missing: {most: 0, source: None.}}
"""
PLAN = """\
plan: digging
title: Two mornings
model: allotment
element: digging
kind: skills-session
minutes: 60
sessions:
  - title: The first bed
    aim: A bed is dug.
    steps: {tools: Tools were shown, bed: A bed was dug}
  - title: Seeds
    aim: Seeds are in.
    steps: {seeds: Seeds were chosen}
"""
TEXTS = {
    "model.yaml": MODEL,
    "questions/bank/garden.yaml": BANK,
    "questions/forms/plot.yaml": FORM,
    "questions/needs.yaml": NEEDS.replace("needs:\n", HEALTH + "needs:\n", 1),
    "measures/ease.yaml": MEASURE,
    "session-plans/digging.yaml": PLAN,
}


def pack(texts=None, **head):
    known = {"programme": "allotment", "version": 2, "title": "The allotment", "organisation": "Spade and Seed"}
    return write_pack(TEXTS if texts is None else texts, in_use_since=date(2026, 3, 2), **known | head)


def changed(place, old, new, **head):
    """The pack, with something in one of its files said otherwise."""
    assert old in TEXTS[place]
    return pack({**TEXTS, place: TEXTS[place].replace(old, new)}, **head)


def written(var):
    """Every file beside the database but the lock, by its place."""
    files = (path for path in var.rglob("*") if path.is_file() and not path.name.endswith(".lock"))
    return {path.relative_to(var).as_posix(): path.read_text() for path in files}
