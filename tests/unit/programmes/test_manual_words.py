import pytest

from throughgate.programmes.loading import load_model
from throughgate.programmes.manual import measures_of, needs_of, phases_of, theory_of, timing_of, windows_of
from throughgate.programmes.shipping import shipped_texts
from throughgate.record.kinds import all_kinds

MODELS = {
    model.slug: model
    for name, text in shipped_texts().items()
    for model in [load_model(text, filename=name, kinds=all_kinds())]
}
FAMILY = MODELS["restorative-family"]
JOBS = MODELS["jobs-and-relationships"]
ADDICTION = MODELS["addiction-recovery"]


@pytest.mark.parametrize(
    ("model", "key", "words"),
    [
        (FAMILY, "assessment", "By 14 days after joining; what was done before joining counts"),
        (FAMILY, "sessions", "6 times, every 7 days, from 14 days after joining"),
        (FAMILY, "family-workshop", "By 21 days after the last of “Course sessions”"),
        (FAMILY, "family-followed-up", "From “Family workshop” by 14 days after “Family workshop”"),
        (FAMILY, "change-of-practitioner", "When it is needed"),
        (FAMILY, "step-up-contact", "By 1 day after each “Support stepped up in a crisis”"),
        (JOBS, "home", "By 14 days before release (never sooner than 14 days after joining or coming back)"),
        (JOBS, "one-to-ones", "Every 7 days, from release, until 6 months after release"),
        (JOBS, "gate-meeting", "By release"),
        (ADDICTION, "therapy-later", "Every 28 days, from 90 days after release, until the end of the licence"),
        (ADDICTION, "family-work", "2 times, by release (never sooner than 28 days after joining or coming back)"),
        (ADDICTION, "parole-report", "From 9 months before the parole hearing by 28 days before the parole hearing"),
    ],
)
def test_timing_is_said_in_plain_words(model, key, words):
    assert timing_of(model.elements[key], model) == words


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_element_stands_in_the_manual_once(model):
    keys = [element.key for phase in phases_of(model) for element in phase.elements]
    assert sorted(keys) == sorted(model.elements)
    assert all(element.when and element.who for phase in phases_of(model) for element in phase.elements)


def test_what_has_no_phase_goes_throughout():
    assert phases_of(JOBS)[-1].title == "Throughout"


def test_measures_have_their_moments():
    contact = next(one for one in measures_of(FAMILY) if one.key == "family-contact")
    assert (
        contact.when == "At joining, at the last of “Course sessions” and 90 days after release, give or take 14 days"
    )


def test_theory_is_said_in_titles():
    line = next(one for one in theory_of(FAMILY) if one.activity == "Family workshop")
    assert (line.outcome, line.measure) == ("contact kept after release", "Contact and closeness")


def test_who_it_is_for():
    assert needs_of(ADDICTION) == "drugs and alcohol; health; accommodation; children, families and community"
    assert windows_of(ADDICTION)[1] == "from 9 months before the parole hearing to 3 months before the parole hearing"
