"""What must hold of settling for any life at all."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate.programmes.loading import load_model
from throughgate.programmes.settling import Dates, Fact, Hold, Spell, State, Waiver, settle, state_of
from throughgate.programmes.shipping import shipped_texts
from throughgate.record.kinds import all_kinds

# Every shape of element, few kinds: random entries hit often.
EVERY_SHAPE = """
model: every-shape
version: 1
title: Every shape
summary: For the tests.
for: {needs: [family]}
phases:
  custody: {title: Custody, from: enrolment, to: release}
  community: {title: Community, from: release, to: release + 6 months}
elements:
  once: {title: Once, is: form, by: enrolment + 14 days}
  early: {title: Early, is: [form, plan], by: enrolment + 14 days, earlier_counts: true}
  subject: {title: Subject, is: form, form: story, by: enrolment + 14 days}
  before: {title: Before, is: plan, phase: custody, by: release - 14 days, grace: 7 days}
  kept: {title: Kept, is: plan, by: release - 14 days, after_recall: once}
  redone: {title: Redone, is: form, by: enrolment + 21 days, after_recall: again}
  three: {title: Three, is: visit, count: 3, by: enrolment + 60 days}
  chain: {title: Chain, is: visit, count: 4, every: 7 days, from: enrolment + 7 days}
  first-by: {title: First by, is: visit, count: 2, every: 1 month, by: enrolment + 3 days}
  weekly: {title: Weekly, is: [visit, phone-call], every: 7 days, phase: custody}
  monthly: {title: Monthly, is: phone-call, every: 1 month, phase: community}
  forever: {title: For ever, is: phone-call, every: 4 weeks, from: release, until: licence_end}
  after-chain: {title: After the chain, is: report, from: last(chain), by: last(chain) + 14 days}
  with-first: {title: With the first, is: report, by: first(weekly) + 30 days}
  crisis: {title: Crisis, is: crisis-step-up, as_needed: true}
  answer: {title: Answer, is: phone-call, by: each(crisis) + 1 day}
  review: {title: Review, is: plan, from: each(weekly), by: each(weekly) + 2 days}
  hearing: {title: Hearing, is: report, report: parole, by: parole_hearing - 28 days}
measures:
  hope: {title: Hope, at: [enrolment, release, release + 90 days], within: 14 days, tool: Own}
  late: {title: Late, at: [last(chain), first(weekly) + 30 days], within: 7 days, tool: Own}
"""
MODEL = load_model(EVERY_SHAPE, filename="every-shape.yaml", kinds=all_kinds())
SHIPPED = [load_model(text, filename=name, kinds=all_kinds()) for name, text in shipped_texts().items()]
WHAT = sorted(
    {(kind, element.subject or "") for element in MODEL.elements.values() for kind in element.kinds}
    | {("measure", key) for key in MODEL.measures}
)
START = date(2026, 1, 1)

days = st.integers(-30, 700).map(lambda n: START + timedelta(n))
facts = st.lists(st.tuples(st.sampled_from(WHAT), days), max_size=30).map(
    lambda drawn: [Fact(number, *what, on) for number, (what, on) in enumerate(drawn)]
)


@st.composite
def lives(draw):
    """Joined, released, perhaps recalled and released again; holds, hearing and licence as they come."""
    marks = sorted(draw(st.lists(days, min_size=2, max_size=6, unique=True)))
    spells = [Spell(*pair) for pair in zip(marks[::2], marks[1::2], strict=False)]
    spells.append(Spell(draw(st.none() | days)))
    holds = [Hold(*sorted(pair)) for pair in draw(st.lists(st.tuples(days, days), max_size=2))]
    if draw(st.booleans()) and draw(st.booleans()):
        holds.append(Hold(draw(days)))
    other = st.none() | days
    left_on = draw(days) if draw(st.booleans()) and draw(st.booleans()) else None
    return Dates(START, tuple(spells), draw(other), draw(other), draw(other), tuple(holds), left_on)


waivers = st.lists(
    st.builds(
        Waiver,
        element=st.sampled_from([*MODEL.elements, "measure:hope", "gone"]),
        spell=st.integers(0, 2),
        ordinal=st.integers(1, 5),
        on=days,
        reason=st.just("said"),
    ),
    max_size=5,
)


def key_of(one):
    return one.element, one.spell, one.ordinal


@given(lives(), facts, waivers, st.randoms())
def test_the_order_of_entries_changes_nothing(life, entries, waived, random):
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert settle(MODEL, life, shuffled, waived) == settle(MODEL, life, entries, waived)


@given(lives(), facts, waivers, st.sampled_from(WHAT), days)
def test_an_added_entry_takes_back_nothing_before_it(life, entries, waived, what, on):
    """Except a measure whose moment hangs on an element: once it comes, an entry may turn out to be its own."""
    before = settle(MODEL, life, entries, waived)
    after = {key_of(one): one for one in settle(MODEL, life, [*entries, Fact(999, *what, on)], waived)}
    for one in before:
        if one.met_on and one.met_on < on and one.element != "measure:late":
            assert after[key_of(one)].met_by == one.met_by


@given(lives(), facts, waivers, days)
def test_a_moved_release_date_leaves_what_was_done_once(life, entries, waived, moved_to):
    moved = life._replace(spells=(*life.spells[:-1], Spell(moved_to)))
    once = {track.key for track in MODEL.tracks if not track.again}

    def met(dates):
        return {
            key_of(one): one.met_on
            for one in settle(MODEL, dates, entries, waived)
            if one.element in once and one.met_on
        }

    assert met(moved) == met(life)


@given(lives(), facts, waivers)
def test_an_entry_meets_no_two_of_the_same(life, entries, waived):
    met = [(one.element, one.met_by) for one in settle(MODEL, life, entries, waived) if one.met_on]
    assert len(met) == len(set(met))


@given(lives(), facts, waivers)
def test_each_commitment_stands_once_and_is_only_one_thing(life, entries, waived):
    settled = settle(MODEL, life, entries, waived)
    assert len({key_of(one) for one in settled}) == len(settled)
    assert all(sum(map(bool, (one.met_on, one.waived_on, one.closed_on, one.is_next))) <= 1 for one in settled)
    nexts = [one.element for one in settled if one.is_next and not one.element.startswith("measure:")]
    assert len(nexts) == len(set(nexts))


@given(lives(), facts, waivers)
def test_nothing_stays_open_after_leaving(life, entries, waived):
    life = life._replace(left_on=START + timedelta(200))
    current = [one for one in settle(MODEL, life, entries, waived) if not (one.met_on or one.waived_on)]
    assert all(one.closed_on for one in current)


@given(lives(), facts, waivers, days)
def test_any_life_can_be_settled_and_shown(life, entries, waived, today):
    for model in [MODEL, *SHIPPED]:
        settled = settle(model, life, entries, waived)
        assert settled == settle(model, life, list(entries), list(waived))
        assert {state_of(one, today) for one in settled} <= set(State)


@settings(max_examples=50)
@given(
    st.builds(
        Dates,
        enrolled_on=st.dates(),
        spells=st.lists(st.builds(Spell, st.none() | st.dates(), st.none() | st.dates()), max_size=4).map(tuple),
        parole_hearing=st.none() | st.dates(),
        licence_end=st.none() | st.dates(),
        holds=st.lists(st.builds(Hold, st.dates(), st.none() | st.dates()), max_size=3).map(tuple),
        left_on=st.none() | st.dates(),
    ),
    st.lists(st.builds(Fact, st.integers(), st.text(), st.text(), st.dates()), max_size=5),
)
def test_nonsense_dates_raise_nothing(life, entries):
    for on in (date.min, date.max):
        entries.append(Fact(7, "visit", "", on))
    settle(MODEL, life, entries, [Waiver("weekly", 0, 1, date.max, "said")])
