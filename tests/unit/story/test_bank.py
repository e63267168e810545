"""The questions that come with the application: enough, each once, each somewhere, none that does harm."""

import re
from itertools import combinations

import pytest

from tests.unit.story.reading import words
from throughgate.access.policy import Sensitivity
from throughgate.programmes.loading import load_model
from throughgate.programmes.shipping import shipped_texts
from throughgate.record.kinds import all_kinds
from throughgate.story.grammar import content_hash
from throughgate.story.shipping import shipped_questions

QUESTIONS = shipped_questions()
ITEMS = QUESTIONS.items
MODELS = [load_model(text, filename=name, kinds=all_kinds()) for name, text in shipped_texts().items()]
ASKED_FOR = {element.subject for model in MODELS for element in model.elements.values() if "form" in element.kinds} - {
    None
}

TOO_LIKE = 0.6
"""Share of the telling words that two of the person's questions may have in common."""

NEAR = 0.25
TWO_THINGS = {
    ("can-change", "want-change"): "wanting it and believing in it are two things, and often differ",
    ("clean-release-day", "what-ended-it"): "the day to come; how it went before",
    ("link-in-own-words", "use-became-need"): "what would be without it; the day it turned",
    ("mentor-bad-fit", "mentor-like"): "a good match is not the opposite of a bad one",
    ("met-at-gate", "travel-home"): "who is there; how they get from there to a bed",
    ("partner-coping", "partner-hopes"): "how the partner is; what the person wishes for both",
    ("training-entry", "training-fits"): "what the course asks for; what their life allows",
    ("use-became-need", "use-story"): "the day it turned; the whole way",
}
"""Questions of one type that inform the same and share words, and why each is asked."""

SAYS_LITTLE = frozenset(
    re.findall(
        r"\S+",
        """a an the do does did you your yours is are was were be been have has had of to in on for with and or what who
        which how when where would could can it that this them they we us if so at by as from out up get there i me my
        not don't their his her whom than then will may""",
    )
)


def telling(text):
    return frozenset(words(text)) - SAYS_LITTLE


def likeness(one, other):
    return len(telling(one) & telling(other)) / max(len(telling(one) | telling(other)), 1)


def test_there_are_enough_questions_and_forms():
    assert len(ITEMS) >= 160
    assert {
        "first-meeting",
        "basics-before-release",
        "addiction-assessment",
        "family-relationships",
        "strengths",
        "women",
    } <= set(QUESTIONS.forms)


def test_every_form_a_programme_model_asks_for_is_there():
    assert len(ASKED_FOR) >= 6
    assert set(QUESTIONS.forms) >= ASKED_FOR


def test_every_question_is_on_a_form():
    used = {key for form in QUESTIONS.forms.values() for key in form.item_keys}
    assert set(ITEMS) == used


@pytest.mark.parametrize("who", ["staff", "person"])
def test_no_wording_stands_twice(who):
    said = [" ".join(words(getattr(item.ask, who))) for item in ITEMS.values()]
    assert len(said) == len(set(said))


def test_no_two_questions_to_a_person_are_alike():
    alike = [
        (one, other)
        for one, other in combinations(ITEMS, 2)
        if likeness(ITEMS[one].ask.person, ITEMS[other].ask.person) >= TOO_LIKE
    ]
    assert not alike


def test_near_duplicates_are_justified():
    near = {
        tuple(sorted((one, other)))
        for one, other in combinations(ITEMS, 2)
        if ITEMS[one].type == ITEMS[other].type
        and set(ITEMS[one].informs) == set(ITEMS[other].informs)
        and max(likeness(getattr(ITEMS[one].ask, who), getattr(ITEMS[other].ask, who)) for who in ("staff", "person"))
        >= NEAR
    }
    assert near == set(TWO_THINGS)


LEANS_ON_ANOTHER = re.compile(
    r"(stay|safe|address) there\?|back then|\b(was|is) that\b|that (course|training)\b|which of them|the two of you",
    re.IGNORECASE,
)


def test_a_question_stands_by_itself():
    """What comes before it on the form may be known, and then it is not asked."""
    said = [text for item in ITEMS.values() for text in (item.ask.staff, item.ask.person)]
    assert not [text for text in said if LEANS_ON_ANOTHER.search(text)]


OF_USING = re.compile(r"\b(use|used|using|stopped|clean|slip|relapse|sponsor|group|crav\w+|pull)\b", re.IGNORECASE)
OF_WHAT = re.compile(r"\b(dr[aiu]nk\w*|drugs?|needles|injected|AA|self-help|meetings?|treatment)\b", re.IGNORECASE)


def test_a_question_about_using_says_of_what():
    """One a page on a phone: nothing above “When you stopped” says what was stopped."""
    said = {key: (item.ask.staff, item.ask.person) for key, item in QUESTIONS.banks["addiction"].items.items()}
    assert not [text for both in said.values() for text in both if OF_USING.search(text) and not OF_WHAT.search(text)]


ONE_ANSWER_TELLS_BOTH = {
    "controlled": "one list of what is controlled",
    "council-list": "its choices run from not applied to refused",
    "disclosure-known": "its choices say what is known and whether there is a letter",
    "family-safe-contact": "its choices say who is at risk",
    "free-time-liked": "a list, of now or once",
    "gets-up-for": "a reason may be somebody",
    "helps-others": "a list, of now or once",
    "injecting": "its choices say both",
    "online-account": "its choices say both",
    "pregnant": "its choices say who",
    "right-to-work": "its choices say both",
    "smoking": "its choices say both",
    "stays-safe-how": "what keeps somebody safe may be somebody",
    "thinks-differently": "its choices say what",
    "which-drugs": "a list, of now or once",
}
"""Questions with two verbs whose one answer tells everything."""

TWO_QUESTIONS = re.compile(
    r"\?.+\?|,? (and|or),? (why|who|whom|what|where|when|how|which|since when|for which)\b"
    r"|, (and|or) (is|was|were|do|did|can|keep)\b"
    r"|\b(you|they|their),? or,? (your|their) partner\b",
)


def asks_two(text):
    return bool(TWO_QUESTIONS.search(text))


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("When did you last work outside? Why did it end?", True),
        ("Which town do you want to live in, and why?", True),
        ("Were you or your partner ever in the armed forces?", True),
        ("Could you get to the course you want, pay for it, and keep your rules?", True),
        ("Where do the children live, and who looks after them?", True),
        ("What helps you stay close to your family while you are apart?", False),
        ("Do they need help with getting about, stairs or personal care?", False),
    ],
)
def test_two_questions_in_one_are_known(text, two):
    assert asks_two(text) is two


@pytest.mark.parametrize("who", ["staff", "person"])
def test_a_question_asks_one_thing(who):
    twice = {key for key, item in ITEMS.items() if asks_two(getattr(item.ask, who))}
    assert twice <= set(ONE_ANSWER_TELLS_BOTH)


@pytest.mark.parametrize("pathway", QUESTIONS.needs.pathways)
def test_every_pathway_has_questions_and_needs(pathway):
    needs = {key for key, need in QUESTIONS.needs.needs.items() if need.pathway == pathway}
    assert needs
    assert len([key for key, item in ITEMS.items() if {pathway, *needs} & set(item.informs)]) >= 4


def test_the_pathways_are_the_seven_and_the_two_for_women():
    assert list(QUESTIONS.needs.pathways) == [
        "accommodation",
        "attitudes",
        "family",
        "drugs-and-alcohol",
        "work-and-skills",
        "finance-and-id",
        "health",
        "abuse",
        "sex-work",
    ]


@pytest.mark.parametrize("tag", ["social-skills", "lifestyle", "resilience", "complex-issues", "gaps-in-services"])
def test_every_lesson_has_its_questions(tag):
    assert len([item for item in ITEMS.values() if tag in item.tags]) >= 8


def test_the_link_between_addiction_and_offending_is_asked():
    linked = {key for key, item in ITEMS.items() if "link-to-offending" in item.tags}
    assert len(linked & set(QUESTIONS.forms["full-addiction"].item_keys)) >= 5


def test_every_need_and_strength_can_be_found():
    asked = {key for form in QUESTIONS.forms.values() for key in form.item_keys}
    rules = [need.likely_if for need in QUESTIONS.needs.needs.values()]
    rules += [strength.shown_if for strength in QUESTIONS.needs.strengths.values()]
    assert all(condition.item in asked for conditions in rules for condition in conditions)


def test_strengths_are_as_much_asked_for_as_needs_are_found():
    shown = {key for item in ITEMS.values() for key in item.informs if key in QUESTIONS.needs.strengths}
    assert shown == set(QUESTIONS.needs.strengths)
    assert len(shown) >= 16


def test_everybody_may_decline_everything():
    assert all(item.may_decline for item in ITEMS.values())


@pytest.mark.parametrize("word", ["victim", "complainant", "injured party", "who you hurt", "what happened to you"])
def test_nothing_is_asked_about_those_who_were_harmed_or_what_was_done(word):
    asked = [text for item in ITEMS.values() for text in (item.ask.staff, item.ask.person)]
    assert not [text for text in asked if word in text.lower()]


def test_what_is_tender_is_not_for_everybody():
    tender = [key for bank in ("abuse", "sex-work") for key in QUESTIONS.banks[bank].items]
    assert all(ITEMS[key].seen_by != Sensitivity.STANDARD for key in tender)
    assert all(item.seen_by == Sensitivity.CLINICAL for item in QUESTIONS.banks["addiction"].items.values())


def test_a_hash_changes_with_the_content_only():
    form = QUESTIONS.forms["strengths"]
    assert content_hash(form) == content_hash(form.model_copy())
    assert content_hash(form) != content_hash(form.model_copy(update={"version": 2}))
    assert len({content_hash(bank) for bank in QUESTIONS.banks.values()}) == len(QUESTIONS.banks)


NONE_OF_THESE = {"none", "nothing", "nobody", "neither"}


def test_none_of_these_stands_alone_wherever_several_may_be_chosen():
    several = {key: item for key, item in ITEMS.items() if item.type == "several"}
    together = [key for key, item in several.items() if NONE_OF_THESE & set(item.codes) - set(item.alone or ())]
    assert not together


def test_nothing_is_open_to_all_that_tells_of_drink_or_drugs_in_a_choice():
    """Where somebody lives has to be known to those who meet them there."""
    told = re.compile(r"\b(drink|drugs?|I use)\b", re.IGNORECASE)
    open_to_all = {key: item for key, item in ITEMS.items() if item.seen_by == Sensitivity.STANDARD}
    tells = {key for key, item in open_to_all.items() for both in item.choices.values() if told.search(both.person)}
    assert tells <= {"first-day-appointments"}
