"""A pack is compared with what stands here, and taken in whole or not at all. Nothing that stands is replaced."""

import pytest

from tests.unit.fidelity.packs.charity import FORM, MEASURE, PLAN, TEXTS, changed, pack, written
from throughgate.access.policy import Forbidden
from throughgate.audit.models import Event
from throughgate.fidelity.rules.pack_comparing import Verdict
from throughgate.fidelity.rules.pack_file import PackError, read_pack
from throughgate.fidelity.selectors.pack_reading import preview_of
from throughgate.fidelity.services.packs import PackRefusedError, give_away, take_in
from throughgate.groups.loading import plans
from throughgate.measures.selectors.instruments import instrument_called
from throughgate.programmes.models import ProgrammeModel
from throughgate.programmes.selectors.manuals import origin_of
from throughgate.programmes.services import publish_model
from throughgate.story.checks import check_questions
from throughgate.story.shipping import current_questions, shipped_questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]

NEW, SAME, STAYS, LEFT, REFUSED = Verdict.NEW, Verdict.SAME, Verdict.STAYS, Verdict.LEFT, Verdict.REFUSED


def lines_of(preview, verdict):
    return [(line.sort, line.title) for line in preview.having(verdict)]


def errors_of(user, data):
    with pytest.raises(PackError) as refused:
        preview_of(user, data)
    return [str(error) for error in refused.value.errors]


def refused_of(user, data):
    preview = preview_of(user, data)
    with pytest.raises(PackRefusedError):
        take_in(by=user, data=data)
    return preview.having(REFUSED)


# -- before anything is taken in ----------------------------------------------------------------------------------


def test_what_is_new_is_named_one_by_one(mona, var):
    preview = preview_of(mona, pack())
    assert lines_of(preview, NEW) == [
        ("programme", "The allotment, version 2"),
        ("form", "Before the first spade"),
        ("question", "Have they had a plot before?"),
        ("question", "What would they like to grow?"),
        ("pathway", "Growing things"),
        ("need", "A plot of their own"),
        ("strength", "Grows things"),
        ("measure", "Ease"),
        ("plan", "Two mornings"),
    ]
    assert lines_of(preview, SAME) == [("pathway", "Health")]
    assert not preview.is_refused
    assert written(var) == {}


def test_nothing_is_new_the_second_time(mona, var):
    take_in(by=mona, data=pack())
    before, events = written(var), Event.objects.count()
    preview = preview_of(mona, pack())
    assert preview.brings_nothing
    assert not (preview.added or preview.rewritten)
    assert take_in(by=mona, data=pack()) == ProgrammeModel.objects.get(slug="allotment")
    assert (written(var), Event.objects.count()) == (before, events)


def test_a_question_with_another_wording_stays_ours_and_is_told(mona):
    take_in(by=mona, data=pack())
    data = changed("questions/bank/garden.yaml", "What would they like to grow?", "Grow what?")
    (line,) = preview_of(mona, data).having(STAYS)
    assert (line.yours, line.theirs) == ("What would they like to grow?", "Grow what?")
    assert line.about == "Yours is worded otherwise."


def test_what_else_differs_in_a_question_is_said(mona):
    take_in(by=mona, data=pack())
    data = changed("questions/bank/garden.yaml", "fresh: 1 year", "fresh: 2 years\n    tags: [hopes]")
    (line,) = preview_of(mona, data).having(STAYS)
    assert line.about == "Yours differs in how long an answer stays fresh and its tags."


def v3(texts):
    """A later version whose programme asks a new form, so that its questions matter here."""
    model = TEXTS["model.yaml"].replace("version: 2", "version: 3").replace("form: plot", "form: bed")
    form = texts.get("form", FORM).replace("form: plot", "form: bed")
    rest = {place: text for place, text in TEXTS.items() if place != "questions/forms/plot.yaml"}
    new = {**rest, "model.yaml": model, "questions/forms/bed.yaml": form, **texts.get("more", {})}
    return pack(new, version=3)


def test_a_question_with_other_answers_is_refused_with_both_shown(mona, var):
    take_in(by=mona, data=pack())
    before = written(var)
    bank = TEXTS["questions/bank/garden.yaml"].replace("roses: Roses", "leeks: Leeks")
    (line,) = refused_of(mona, v3({"more": {"questions/bank/garden.yaml": bank}}))
    assert (line.yours, line.theirs) == ("several: Beans; Roses", "several: Beans; Leeks")
    assert "Ask the sender to give theirs another name" in line.about
    assert written(var) == before


def test_more_choices_here_than_there_do_no_harm(mona):
    take_in(by=mona, data=pack())
    bank = TEXTS["questions/bank/garden.yaml"].replace("{beans: Beans, roses: Roses}", "{beans: Beans, roses: Rose}")
    preview = preview_of(mona, v3({"more": {"questions/bank/garden.yaml": bank}}))
    assert lines_of(preview, NEW) == [("programme", "The allotment, version 3"), ("form", "Before the first spade")]
    assert preview.having(STAYS)[0].about == "Yours differs in the words of its choices."


def test_a_form_of_ours_stays_and_says_what_it_does_not_ask(mona):
    take_in(by=mona, data=changed("questions/forms/plot.yaml", "[digs, grows]", "[digs]"))
    data = changed("model.yaml", "version: 2", "version: 3", version=3)
    (line,) = preview_of(mona, data).having(STAYS)
    assert (line.title, line.about) == (
        "Before the first spade",
        "Yours is put together otherwise. It does not ask grows.",
    )
    assert lines_of(preview_of(mona, data), LEFT) == [
        ("question", "What would they like to grow?"),
    ]


def test_a_version_of_ours_that_says_otherwise_is_not_replaced(mona, var):
    take_in(by=mona, data=pack())
    (line,) = refused_of(mona, changed("model.yaml", "A plot of one's own", "A plot"))
    assert "You have a version 2 that says otherwise. Nothing of yours is replaced." in line.about
    assert "A plot of one's own" in ProgrammeModel.objects.get().source


def test_a_new_version_says_who_stays_where(mona):
    take_in(by=mona, data=pack())
    preview = preview_of(mona, changed("model.yaml", "version: 2", "version: 3", version=3))
    (line,) = preview.having(NEW)
    assert line.about == "You have version 2. Whoever is on it stays on it."


def test_a_measure_or_plan_of_ours_stays(mona):
    take_in(by=mona, data=pack())
    other = {
        "measures/ease.yaml": MEASURE.replace("Much}", "Lots}"),
        "session-plans/digging.yaml": PLAN.replace("Seeds", "More"),
    }
    preview = preview_of(mona, pack({**TEXTS, **other}))
    assert [line.about for line in preview.having(STAYS)] == [
        "Yours asks or scores otherwise.",
        "Yours has other sessions.",
    ]
    assert preview.brings_nothing


def test_wording_that_belongs_to_somebody_else_is_refused(mona):
    (line,) = refused_of(mona, changed("measures/ease.yaml", "wording: ours", "wording: licensed"))
    assert line.about.startswith("It holds wording that belongs to somebody else.")


def test_a_measure_that_names_an_unknown_crisis_is_refused(mona):
    safety = "safety:\n  q1: {at_least: 1, crisis: flood, about: there is a flood}\nscales:"
    (line,) = refused_of(mona, changed("measures/ease.yaml", "scales:", safety))
    assert "It names a crisis that your rules do not have: flood." in line.about


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("model: allotment", "model: another", "It is a plan for another programme, “another”."),
        ("element: digging", "element: weeding", "It is for a part that the programme does not have, “weeding”."),
        ("kind: skills-session", "kind: one-to-one", "No register is kept here for “one-to-one”."),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(mona, old, new, said):
    (line,) = refused_of(mona, changed("session-plans/digging.yaml", old, new))
    assert line.about.startswith(said)


def test_a_plan_of_the_same_name_for_another_programme_is_refused(mona):
    data = changed("session-plans/digging.yaml", "plan: digging", "plan: problem-solving")
    (line,) = refused_of(mona, data)
    assert "You have a plan of this name for another programme." in line.about


def test_every_fault_of_every_file_is_told_at_once(mona, var):
    texts = {
        **TEXTS,
        "model.yaml": TEXTS["model.yaml"].replace("who: practitioner", "who: nobody"),
        "questions/forms/plot.yaml": FORM.replace("[digs, grows]", "[digs, mows]"),
        "measures/ease.yaml": MEASURE.replace("answers: much}", "answers: little}"),
        "session-plans/digging.yaml": PLAN.replace("minutes: 60", "minutes: long"),
    }
    found = errors_of(mona, pack(texts))
    assert [error.split(":")[0] for error in found] == sorted(place for place in texts if texts[place] != TEXTS[place])
    assert all(error.split(":")[1].isdigit() for error in found)
    assert written(var) == {}


def test_a_list_that_names_another_programme_is_refused(mona):
    assert "the list of the pack names another" in errors_of(mona, pack(version=4))[0]


def test_a_programme_whose_form_is_nowhere_is_refused_by_line(mona):
    found = errors_of(mona, changed("model.yaml", "form: plot", "form: patch"))
    assert any(one.startswith("model.yaml:11:") and "patch" in one for one in found), found


def test_beside_faulty_questions_of_ones_own_nothing_is_taken_in(mona, var):
    (var / "questions/bank").mkdir(parents=True)
    (var / "questions/bank/x.yaml").write_text("bank: x\n")
    assert "cannot be read, so nothing can be put beside them. Run check_questions" in errors_of(mona, pack())[0]


def test_a_file_in_the_way_is_not_written_over(mona, var):
    (var / "measures").mkdir()
    (var / "measures/ease.yaml").write_text("faulty")
    (line,) = refused_of(mona, pack())
    assert (line.title, line.about.split(".")[0]) == (
        "ease.yaml",
        "A file of this name stands in your folder measures already",
    )
    assert written(var) == {"measures/ease.yaml": "faulty"}


@pytest.mark.parametrize("name", ["alice", "carol", "victor", "eve"])
def test_only_who_publishes_programmes_may(request, name, var):
    user = request.getfixturevalue(name)
    with pytest.raises(Forbidden):
        preview_of(user, pack())
    with pytest.raises(Forbidden):
        take_in(by=user, data=pack())


# -- taking in ----------------------------------------------------------------------------------------------------


def test_all_of_it_is_in_use_at_once(mona, var):
    row = take_in(by=mona, data=pack())
    assert (row.slug, row.version, row.source) == ("allotment", 2, TEXTS["model.yaml"])
    assert set(written(var)) == {
        "questions/bank/pack-allotment-2.yaml",
        "questions/forms/plot.yaml",
        "questions/needs.yaml",
        "measures/ease.yaml",
        "session-plans/digging.yaml",
    }
    asked = current_questions()
    assert asked.forms["plot"].item_keys == ("digs", "grows")
    assert asked.banks["pack-allotment-2"].title == "The allotment"
    assert (asked.needs.needs["a-plot"].pathway, "green-fingers" in asked.needs.strengths) == ("growing", True)
    assert {*shipped_questions().items} < {*asked.items}
    assert check_questions(None) == []
    assert instrument_called("own scale of ease").slug == "ease"
    assert plans()["digging"].count == 2


def test_the_trail_tells_where_it_came_from(mona, alice, var):
    row = take_in(by=mona, data=pack())
    event = Event.objects.get(action="model.taken_in")
    assert (event.by, event.subject, event.details) == (
        mona,
        "model allotment 2",
        {"came_from": "Spade and Seed", "new": 9},
    )
    assert (origin_of(row), row.added_by) == ("Spade and Seed", mona)
    own = publish_model(by=mona, text=row.source.replace("version: 2", "version: 3"), filename="x")
    assert origin_of(own) == ""


def test_needs_of_ones_own_are_kept(mona, var):
    folder = var / "questions"
    folder.mkdir()
    own = "version: 3  # ours\npathways:\n  music: {title: Music}\n".replace("Music}", "{staff: Music, person: Music}}")
    (folder / "needs.yaml").write_text(own)
    take_in(by=mona, data=pack())
    assert list(current_questions().needs.pathways)[-2:] == ["music", "growing"]
    assert (folder / "needs.yaml.before").read_text() == own


def test_an_area_of_the_same_name_gets_a_number(mona, var):
    take_in(by=mona, data=pack())
    more = (
        TEXTS["questions/bank/garden.yaml"]
        + "  weeds:\n    ask: {staff: Weeds, person: Weeds}\n    type: short\n    fresh: always\n"
    )
    later = v3({"form": FORM.replace("[digs, grows]", "[digs, weeds]"), "more": {"questions/bank/garden.yaml": more}})
    head = "bank: pack-allotment-3\nversion: 1\ntitle: Ours\nitems:\n"
    ours = "  ours: {ask: {staff: O, person: O}, type: short, fresh: always}\n"
    (var / "questions/bank/pack-allotment-3.yaml").write_text(head + ours)
    take_in(by=mona, data=later)
    assert list(current_questions().banks["pack-allotment-3-2"].items) == ["weeds"]
    assert current_questions().forms["bed"].item_keys == ("digs", "weeds")


def test_the_longest_name_of_a_programme_makes_a_name_that_is_allowed(mona, var):
    long = "a" * 58 + "-b"
    texts = {place: text.replace("model: allotment", f"model: {long}") for place, text in TEXTS.items()}
    take_in(by=mona, data=pack(texts, programme=long))
    assert check_questions(None) == []
    assert "digs" in current_questions().items


def test_what_was_taken_in_can_be_given_on(mona, var):
    row = take_in(by=mona, data=pack())
    again = preview_of(mona, give_away(by=mona, model=row))
    assert again.brings_nothing
    assert {line.verdict for line in again.lines} == {SAME}
    assert Event.objects.filter(action="model.given_away", subject="model allotment 2").count() == 1


def test_wording_that_we_have_leave_to_use_does_not_go_on(mona, var):
    licensed = MEASURE.replace("wording: ours", "wording: licensed")
    (var / "measures").mkdir()
    (var / "measures/ease.yaml").write_text(licensed)
    bare = licensed.replace("ask: How much at ease were you outdoors?, ", "").replace(
        "{0: Not at all, 1: A little, 2: Much}", "{0: , 1: , 2: }"
    )
    row = take_in(by=mona, data=pack({**TEXTS, "measures/ease.yaml": bare}))
    assert (var / "measures/ease.yaml").read_text() == licensed
    given = read_pack(give_away(by=mona, model=row)).texts["measures/ease.yaml"]
    assert "wording: licensed" in given
    assert not any(words in given for words in ("outdoors?", "A little", "Much"))


def test_a_licensed_measure_that_is_new_says_what_to_do(mona):
    bare = MEASURE.replace("wording: ours", "wording: licensed").replace(
        "ask: How much at ease were you outdoors?, ", ""
    )
    bare = bare.replace("{0: Not at all, 1: A little, 2: Much}", "{0: , 1: , 2: }")
    line = next(
        one for one in preview_of(mona, pack({**TEXTS, "measures/ease.yaml": bare})).lines if one.sort == "measure"
    )
    assert (line.verdict, line.about) == (NEW, "Scoring without wording: put in the wording you have leave to use.")
