"""Every kind of error, with its file, line, cause and mend."""

from textwrap import dedent

import pytest

from throughgate.programmes.loading import ModelFileError, load_model
from throughgate.programmes.manual import needs_of
from throughgate.programmes.shipping import shipped_texts

KINDS = {"form", "visit", "one-to-one", "plan", "measure"}

SOUND = """\
model: trial
version: 1
title: A trial
summary: Small.
for:
  needs: [family]
  window: [release - 9 months, release - 6 weeks]
reasons:
  declined: They said no
phases:
  custody: {title: Inside, from: enrolment, to: release}
elements:
  story: {title: Story, is: form, form: story, by: enrolment + 14 days}
  visits: {title: Visits, is: [visit, one-to-one], every: 7 days, phase: custody, unless: [declined]}
measures:
  hope: {title: Hope, at: [enrolment, release], within: 14 days, tool: Own}
theory:
  - {activity: visits, because: company, to: hope, shown_by: hope}
principles:
  - Kindness.
"""


def load(text):
    return load_model(text, filename="m.yaml", kinds=KINDS)


def errors_of(text):
    with pytest.raises(ModelFileError) as refused:
        load(text)
    return [str(error) for error in refused.value.errors]


def changed(old, new):
    assert old in SOUND
    return errors_of(SOUND.replace(old, new))


def test_a_sound_model_is_read():
    model = load(SOUND)
    assert (model.slug, model.version, list(model.elements)) == ("trial", 1, ["story", "visits"])
    assert model.elements["story"].subject == "story"
    assert model.elements["visits"].kinds == ("visit", "one-to-one")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "title: Story, is: form,",
            "titel: Story, is: form,",
            "m.yaml:13: element “story” has a field “titel” that is not known. Did you mean “title”?",
        ),
        ("title: Story, ", "", "m.yaml:13: element “story” has no “title”. Add title: to it."),
        ("version: 1\n", "", "m.yaml:1: the model has no “version”. Add version: to it."),
        (
            "version: 1",
            "version: one",
            "m.yaml:2: the model: “version” is not a whole number. Write digits only, without quotes.",
        ),
        ("version: 1", "version: 0", "m.yaml:2: the model: “version” is 0. Write 1 or more."),
        (
            "title: A trial",
            'title: ""',
            "m.yaml:3: the model: “title” is empty. Write something there, or leave the field out.",
        ),
        (
            "model: trial",
            "model: A Trial",
            "m.yaml:1: the model: “model” is “A Trial”, which cannot be a name here. Use small letters, digits and "
            "single hyphens, at most 60.",
        ),
        (
            "summary: Small.",
            "sumary: Small.",
            "m.yaml:4: the model has a field “sumary” that is not known. Did you mean “summary”?",
        ),
        (
            "by: enrolment + 14 days",
            "by: enrollment + 14 days",
            "m.yaml:13: element “story”: in “by”, there is no date called “enrollment”. The dates are enrolment, "
            "release, parole_hearing, licence_end, sentence_end.",
        ),
        (
            "every: 7 days",
            "every: weekly",
            "m.yaml:14: element “visits”: in “every”, “weekly” is not a length of time. Write a number and a unit: "
            "7 days, 2 weeks, 3 months.",
        ),
        (
            "every: 7 days",
            "every: 0 days",
            "m.yaml:14: element “visits”: in “every”, “0 days” is no time at all. Write at least 1 day.",
        ),
        ("every: 7 days", "count: -2, by: release", "m.yaml:14: element “visits”: “count” is -2. Write 1 or more."),
        (
            "is: form, form: story",
            "is: from",
            "m.yaml:13: element “story”: the kind “from” is not known. Did you mean “form”?",
        ),
        (
            "is: form, form: story",
            "is: measure, subject: hope",
            "m.yaml:13: nothing can meet element “story”: measures have their moments. List it under measures:.",
        ),
        (
            "is: form, form: story",
            "is: form, form: storry",
            "m.yaml:13: element “story”: in the question bank, the form “storry” is not known. Did you mean “story”?",
        ),
        (
            "is: form, form: story",
            "is: form, subject: storry",
            "m.yaml:13: element “story”: in the question bank, the form “storry” is not known. Did you mean “story”?",
        ),
        (
            "phase: custody",
            "phase: costudy",
            "m.yaml:14: element “visits”: the phase “costudy” is not known. Did you mean “custody”?",
        ),
        (
            "unless: [declined]",
            "unless: [declined, declyned]",
            "m.yaml:14: element “visits”: the reason “declyned” is not known. Did you mean “declined”?",
        ),
        (
            "by: enrolment + 14 days",
            "by: last(visit) + 14 days",
            "m.yaml:13: element “story”: the element “visit” is not known. Did you mean “visits”?",
        ),
        (
            "by: enrolment + 14 days",
            "by: last(visits)",
            "m.yaml:13: last(visits) never comes: “visits” is open-ended. Use first(visits), or give “visits” a count.",
        ),
        (
            "by: enrolment + 14 days",
            "from: enrolment + 15 days, by: enrolment + 2 weeks",
            "m.yaml:13: nothing can meet element “story” in time: it opens enrolment + 15 days and its “by” is "
            "enrolment + 2 weeks. Move “by” later or “from” earlier.",
        ),
        (
            ", by: enrolment + 14 days",
            "",
            "m.yaml:13: nothing says when element “story” is due. Add by:, every:, as_needed: true or phase:.",
        ),
        (
            "by: enrolment + 14 days",
            "by: enrolment + 14 days, until: release",
            "m.yaml:13: element “story” has “until” but does not go on and on. Use “by”, or add “every”.",
        ),
        (
            "by: enrolment + 14 days",
            "by: enrolment + 14 days, as_needed: true",
            "m.yaml:13: element “story” is needed only at times and also has count, every or by. Keep one of them.",
        ),
        (
            "by: enrolment + 14 days",
            "by: each(visits), count: 2",
            "m.yaml:13: element “story” is there once for each of another and also has count, every or as_needed. "
            "Keep one of them.",
        ),
        (
            "by: enrolment + 14 days",
            "from: enrolment, by: each(visits)",
            "m.yaml:13: element “story” mixes each(…) with another start. Use each of one element only.",
        ),
        (
            "by: enrolment + 14 days",
            "every: 7 days, grace: 2 days",
            "m.yaml:13: element “story” has “grace” and no “by”. Add by:, or take grace: out.",
        ),
        (
            "by: enrolment + 14 days",
            "by: enrolment + 14 days, who: nurse",
            "m.yaml:13: element “story”: “who” cannot be “nurse”. Write one of staff, person, family, partner, "
            "volunteer, counsellor or practitioner.",
        ),
        (
            "by: enrolment + 14 days",
            "by: enrolment + 14 days, core: perhaps",
            "m.yaml:13: element “story”: “core” is neither true nor false. Write true or false.",
        ),
        (
            "from: enrolment, to: release}",
            "from: release, to: release - 1 day}",
            "m.yaml:11: phase “custody” ends before it begins. Swap or move the dates.",
        ),
        (
            "from: enrolment, to: release}",
            "from: enrolment, to: each(story)}",
            "m.yaml:11: phase “custody” hangs on each(story). Use first or last.",
        ),
        (
            "  story: {title: Story",
            "  Story One: {title: Story",
            "m.yaml:13: “Story One” cannot be a name here. Use small letters, digits and single hyphens, at most 60.",
        ),
        (
            "  visits: {title",
            "  story: {title",
            "m.yaml:14: “story” stands here twice (first on line 13). Rename one or put them together.",
        ),
        ("needs: [family]", "needs: [familly]", "m.yaml:6: the need “familly” is not known. Did you mean “family”?"),
        (
            "window: [release - 9 months, release - 6 weeks]",
            "window: [release - 6 weeks, release - 9 months]",
            "m.yaml:7: the window closes before it opens. Write the earlier date first.",
        ),
        (
            "window: [release - 9 months,",
            "window: [enrolment,",
            "m.yaml:7: the window hangs on enrolment. Hang it on release or a hearing.",
        ),
        (
            "at: [enrolment, release]",
            "at: [enrolment, first(storey)]",
            "m.yaml:16: measure “hope”: the element “storey” is not known. Did you mean “story”?",
        ),
        (
            "at: [enrolment, release]",
            "at: [release, release]",
            "m.yaml:16: measure “hope” has the moment release twice. Take one out.",
        ),
        (
            "at: [enrolment, release]",
            "at: [each(story)]",
            "m.yaml:16: measure “hope” hangs on each(story). Use first or last.",
        ),
        (
            "shown_by: hope",
            "shown_by: hop",
            "m.yaml:18: line of theory 1: the measure “hop” is not known. Did you mean “hope”?",
        ),
        (
            "activity: visits",
            "activity: visit",
            "m.yaml:18: line of theory 1: the element “visit” is not known. Did you mean “visits”?",
        ),
        (
            "reasons:\n  declined: They said no",
            "reasons: [declined]",
            "m.yaml:8: the model: “reasons” has no names below it. Write names, each on its line with its words.",
        ),
        (
            "principles:\n  - Kindness.",
            "principles: Kindness.",
            "m.yaml:19: the model: “principles” is not a list. Write [one, another] or a line with a dash for each.",
        ),
        (
            "measures:\n  hope: {title",
            "measures:\n - {title",
            "m.yaml:15: “measures” is not written as names, each with its fields below it. Write it as names, each "
            "with its fields below it.",
        ),
    ],
)
def test_an_error_names_line_cause_and_mend(old, new, error):
    assert error in changed(old, new)


def test_all_errors_of_a_file_come_at_once():
    text = SOUND.replace("version: 1", "version: 0").replace("is: form", "is: fom").replace("hope}", "hop}")
    text = text.replace("every: 7 days", "every: weekly")
    assert [error.split(":")[1] for error in errors_of(text)] == ["2", "13", "14", "18"]


def test_a_part_that_cannot_be_read_is_not_called_unknown():
    assert len(changed("title: Visits, ", "")) == 1


def test_a_circle_is_found():
    text = SOUND.replace("by: enrolment + 14 days", "by: first(visits)").replace("phase: custody", "from: first(story)")
    assert errors_of(text) == [
        "m.yaml:13: element “story” waits in a circle (for visits). Hang one of them on a date.",
        "m.yaml:14: element “visits” waits in a circle (for story). Hang one of them on a date.",
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "m.yaml:1: this is not a programme model. Begin with model:, version:, title: and elements:."),
        ("- one\n- two", "m.yaml:1: this is not a programme model. Begin with model:, version:, title: and elements:."),
        (
            "model: a\n  version: 1",
            "m.yaml:2: the YAML cannot be read here: mapping values are not allowed here. Check the indentation, the "
            "colons and the quotes on this line and the one above.",
        ),
        ("model: &a trial\ntitle: *a", "m.yaml:2: aliases (*name) are not read here. Write the text out again."),
        ("[" * 5000, "m.yaml:1: this is nested too deeply. Check the indentation and the brackets."),
        (
            "model: \x00",
            "m.yaml:1: the file holds characters that YAML does not allow. Save it as plain text in UTF-8.",
        ),
        ("x" * 400_001, "m.yaml:1: the file is too long for a programme model. Keep it under 400,000 characters."),
    ],
)
def test_a_file_that_is_no_model_is_refused(text, error):
    assert errors_of(text) == [error]


@pytest.mark.parametrize("name", sorted(shipped_texts()))
@pytest.mark.parametrize("cut", range(0, 12000, 997))
def test_a_file_broken_anywhere_is_refused_in_words(name, cut):
    text = shipped_texts()[name]
    broken = text[:cut] + "\n  : [\n" + text[cut:]
    assert all(" " in error for error in errors_of(broken))


def test_yaml_surprises_stay_text():
    model = load(SOUND.replace("title: Story", "title: 1e3").replace("Kindness.", "2026-01-01"))
    assert (model.elements["story"].title, model.principles) == ("1e3", ("2026-01-01",))


def test_blocks_and_folded_text_are_read():
    text = SOUND.replace("summary: Small.", "summary: >-\n  Two\n  lines.")
    assert load(dedent(text)).summary == "Two lines."


def test_a_kind_that_is_a_list_within_a_list_is_refused_in_words():
    (error,) = changed("[visit, one-to-one]", "[[visit]]")
    assert error.startswith("m.yaml:14: element “visits”: “is” is not text.")


def test_the_pathways_are_those_of_the_list_of_needs():
    assert load(SOUND.replace("needs: [family]", "needs: [family, abuse]")).audience.needs == ("family", "abuse")


def test_a_model_in_use_is_read_after_its_form_and_pathway_left_the_bank():
    text = SOUND.replace("form: story", "form: gone").replace("needs: [family]", "needs: [gone]")
    model = load_model(text, filename="m.yaml", kinds=KINDS, in_use=True)
    assert (model.elements["story"].subject, needs_of(model)) == ("gone", "gone")
