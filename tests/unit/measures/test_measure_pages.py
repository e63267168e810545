"""The pages, by their client: the door from a programme, filling in alone, the figures, the number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import add_person
from tests.sharing import said_no_to_evaluation
from throughgate.access.policy import forget_reach
from throughgate.common.clock import today
from throughgate.common.quarters import quarter_of
from throughgate.measures.models import Given
from throughgate.measures.selectors.group import groups_for
from throughgate.measures.services.sittings import finish_sitting, open_sitting
from throughgate.programmes.asking import commitment_url
from throughgate.programmes.models import Commitment, ProgrammeModel
from throughgate.programmes.services import enrol, load_shipped_models

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return lambda name, **given: client.get(reverse(f"measures:{name}", kwargs=given))


@pytest.fixture
def enrolled(carols, carol, ada):
    load_shipped_models(by=ada)
    model = ProgrammeModel.objects.filter(slug="addiction-recovery").latest("version")
    return enrol(by=carol, person=carols, model=model, enrolled_on=today())


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_what_a_programme_asks_for_opens_its_own_form(enrolled, person):
    due = Commitment.objects.filter(enrolment=enrolled, element="measure:low-mood").first()
    assert commitment_url(due) == reverse("measures:start", args=[person.ref, "phq-9"]) + "?for=low-mood"
    own = Commitment.objects.filter(enrolment=enrolled, element="measure:clean-time").first()
    assert own is None or "/contacts/" in commitment_url(own)


def test_finished_it_meets_what_the_programme_asked(enrolled, person, carol, answer):
    sitting = open_sitting(by=carol, person=person, instrument="gad-7", how="asked", on=today())
    assert (sitting.subject, sitting.enrolment) == ("worry", enrolled)
    finish_sitting(by=carol, sitting=answer(sitting, 1, by=carol))
    met = Commitment.objects.filter(enrolment=enrolled, element="measure:worry", met_on=today())
    assert met.get().met_by_id == sitting.entry_id


def test_alone_there_is_one_question_and_nothing_of_the_record(page, begin, person):
    sitting = begin("phq-9", how="alone")
    shown = text(page("ask", ref=person.ref, sitting=sitting.ref))
    assert "Question 1 of 10" in shown and "Feeling down" not in shown
    assert person.family_name not in shown and "Overview" not in shown


def test_alone_to_the_end_says_thank_you(client, page, begin, person, alice):
    sitting = begin("audit-c", how="alone")
    asking = reverse("measures:ask", args=[person.ref, sitting.ref])
    page("ask", ref=person.ref, sitting=sitting.ref)
    for item in ("how-often", "units", "at-once"):
        went = client.post(asking, {"step": f"person.{item}", f"person-{item}": "1"})
    assert went["Location"] == reverse("measures:thanks", args=[person.ref, sitting.ref])
    assert Given.objects.filter(sitting=sitting, points=1).count() == 3


def test_a_question_by_itself_wants_an_answer(client, page, begin, person):
    sitting = begin("audit-c", how="alone")
    page("ask", ref=person.ref, sitting=sitting.ref)
    asking = reverse("measures:ask", args=[person.ref, sitting.ref])
    shown = text(client.post(asking, {"step": "person.units"}))
    assert "Choose an answer, or “I would rather not say”" in shown


def test_what_is_ticked_is_kept_before_it_is_sent(client, page, begin, person):
    sitting = begin("gad-7")
    page("ask", ref=person.ref, sitting=sitting.ref)
    typed = reverse("measures:typed", args=[person.ref, sitting.ref])
    assert client.post(typed, {"step": "person.control", "person-control": "2"}).status_code == 204
    assert Given.objects.get(sitting=sitting).points == 2


def test_the_worker_does_not_see_the_person_s_view_on_their_page(page, begin, answer, person):
    sitting = answer(begin("outcome-wheel"), 2)
    shown = text(page("ask", ref=person.ref, sitting=sitting.ref))
    assert "The worker’s view" in shown and "checked" not in shown


def test_the_last_result_stands_in_words(page, taken, person):
    taken(2)
    assert "14 of 21, moderate" in text(page("person", ref=person.ref))


def test_over_time_says_whether_it_is_more_than_chance(page, taken, person):
    taken(2, on=today() - timedelta(days=60))
    taken(1)
    shown = text(page("over_time", ref=person.ref, slug="gad-7"))
    assert "14 at first. Better, by more than chance" in shown
    assert "<svg" in shown and "14 of 21, moderate" in shown


def test_counted_anew_the_earlier_one_is_not_compared(page, taken, person):
    taken(0, on=today() - timedelta(days=60))
    taken(2, on=today() - timedelta(days=30), anew_because="She could say more")
    taken(1)
    shown = text(page("over_time", ref=person.ref, slug="gad-7"))
    assert "Counts from here: She could say more" in shown
    assert "Better, by more than chance" in shown and "Worse" not in shown


def test_the_pages_ask_the_same_whatever_there_is(page, taken, begin, person):
    def queries() -> list[int]:
        counted = []
        for name, given in (("person", {}), ("over_time", {"slug": "gad-7"}), ("over_time", {"slug": "outcome-wheel"})):
            with CaptureQueriesContext(connection) as asked:
                page(name, ref=person.ref, **given)
            counted.append(len(asked))
        return counted

    taken(2, on=today() - timedelta(days=90))
    few = queries()
    for days in (60, 30, 0):
        taken(1, on=today() - timedelta(days=days))
        taken(1, slug="audit-c", on=today() - timedelta(days=days))
    assert queries() == few


def test_figures_by_site_and_as_a_file(client, page, send, alice, answer, mona):
    client.force_login(mona)
    shown = text(client.get(reverse("measures:figures"), {"by": "site"}))
    assert "By where they are now" in shown
    file = client.get(reverse("measures:figures_csv"), {"by": "site"})
    assert file.content.decode().startswith("Measure,What,Of whom,People")
    assert "results-by-site.csv" in file["Content-Disposition"]


def test_an_evaluator_is_told_of_no_site(client, taken, eve):
    """Who moved there would be the difference between two days."""
    taken(1)
    client.force_login(eve)
    for name in ("figures", "figures_csv"):
        shown = client.get(reverse(f"measures:{name}"), {"by": "site"}).content.decode()
        assert "Send" not in shown and "by=site" not in shown


def test_figures_withhold_four_and_tell_five(client, page, send, alice, answer, mona):
    def more(count: int) -> None:
        for _ in range(count):
            someone = add_person(send, alice)
            forget_reach(alice)
            for points, days in ((2, 60), (1, 0)):
                on = today() - timedelta(days=days)
                sitting = open_sitting(by=alice, person=someone, instrument="gad-7", how="asked", on=on)
                finish_sitting(by=alice, sitting=answer(sitting, points))

    more(4)
    client.force_login(mona)
    assert ">withheld<" in text(client.get(reverse("measures:figures")))
    more(1)
    shown = text(client.get(reverse("measures:figures")))
    assert ">withheld<" not in shown and ">14<" in shown and ">7<" in shown and ">-7<" in shown


def test_an_evaluator_counts_and_opens_nothing(client, taken, eve, person):
    sitting = taken(1)
    client.force_login(eve)
    assert client.get(reverse("measures:figures")).status_code == 200
    assert client.get(reverse("measures:result", args=[person.ref, sitting.ref])).status_code == 404


def test_an_evaluator_reads_no_difference_between_two_days(client, send, alice, answer, eve):
    """What is finished in a quarter that is not over is not counted yet."""
    over = quarter_of(today()) - timedelta(days=1)
    for _ in range(5):
        someone = add_person(send, alice)
        forget_reach(alice)
        for points, on in ((2, over - timedelta(days=60)), (1, over), (3, today())):
            sitting = open_sitting(by=alice, person=someone, instrument="gad-7", how="asked", on=on)
            finish_sitting(by=alice, sitting=answer(sitting, points))
    client.force_login(eve)
    shown = text(client.get(reverse("measures:figures")))
    assert ">14<" in shown and ">7<" in shown and ">21<" not in shown and f"{over.day} {over:%b %Y}" in shown


def test_the_library_says_what_cannot_be_used_yet(page):
    shown = text(page("library"))
    assert "Cannot be used yet" in shown and "core-10.yaml" in shown and "Open Government Licence" in shown


def test_the_timeline_says_the_result(client, alice, taken, person):
    taken(2)
    client.force_login(alice)
    assert "GAD-7: 14 of 21, moderate" in text(client.get(reverse("desk:person", args=[person.ref])))


def test_an_evaluator_does_not_count_who_said_no_to_it(taken, person, alice, eve):
    taken(1, on=today() - timedelta(30))
    taken(2)
    assert len(groups_for(eve)) == len(groups_for(alice)) == 1
    said_no_to_evaluation(person, alice)
    assert (groups_for(eve), len(groups_for(alice))) == ([], 1)
