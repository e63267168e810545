"""The figures at the gate: whom they count, for whom small counts are withheld, the file."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.sharing import said_no_to_evaluation
from tests.unit.release.first_week.conftest import OUT, TODAY
from tests.unit.release.first_week.test_first_week_pages import people_out, text
from throughgate.audit.models import Event
from throughgate.people.models import CustodyMove, MoveKind, Person
from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.record.models import Entry
from throughgate.release.models import LivingPlace
from throughgate.release.selectors.gate_figures import By, figures_for
from throughgate.release.services.outcomes import say_outcome
from throughgate.sites.models import Site

pytestmark = pytest.mark.django_db
LONG_AGO = date(2026, 8, 3)  # of the quarter that is over


@pytest.fixture
def page(client):
    def _page(user, name="gate_figures", **asked):
        client.force_login(user)
        answer = client.get(reverse(f"release:{name}"), asked)
        assert answer.status_code == 200
        return answer

    return _page


@pytest.fixture
def figure(page):
    """`figure(user, "seen")`: the rows of one figure by group."""

    def _figure(user, code, **asked):
        found = next(one for one in page(user, **asked).context["measures"] if one["code"] == code)
        return {row["label"]: row for row in found["rows"]}

    return _figure


def seen_by(user, people, on):
    for one in people:
        Entry.objects.create(person=one, kind="first-visit", on=on, summary="Seen", by=user)


def test_a_share_of_those_known_with_what_it_is_of(figure, alice, send):
    people = people_out(alice, send, 10, on=LONG_AGO)
    seen_by(alice, people[:6], LONG_AGO)
    row = figure(alice, "seen")["Send (HMP)"]
    assert (row["share"], row["of"], row["likely"], row["missing"]) == ("60%", "6 of 10", "31% to 83%", 0)


def test_what_nobody_said_is_missing_and_no_no(figure, alice, send):
    people = people_out(alice, send, 3, on=LONG_AGO)
    Entry.objects.create(person=people[0], kind="safe-arrival", on=LONG_AGO, summary="There", by=alice)
    row = figure(alice, "arrived")["Send (HMP)"]
    assert (row["of"], row["missing"]) == ("1 of 1", 2)


def test_whose_days_run_is_told_apart(figure, alice, released, meet):
    meet()
    row = figure(alice, "seen")["Send (HMP)"]
    assert (row["of"], row["apart"]) == ("", ["1 whose days are not over, not counted"])


def test_nowhere_to_go_at_release(figure, alice, send):
    people = people_out(alice, send, 2, on=LONG_AGO)
    for one, kind in zip(people, ("street", "supported"), strict=True):
        LivingPlace.objects.create(person=one, kind=kind, from_on=LONG_AGO, noted_by=alice)
    assert figure(alice, "nowhere")["Send (HMP)"]["of"] == "1 of 2"


def test_appointments_are_counted_one_by_one(figure, alice, released, add):
    say_outcome(by=alice, stop=add(), became="kept")
    say_outcome(by=alice, stop=add("gp", at=None), became="missed", why="acceptable")
    add("pharmacy", at=None)
    row = figure(alice, "kept")["Send (HMP)"]
    assert (row["of"], row["missing"]) == ("1 of 2", 1)


def test_a_gate_meeting_of_the_day_is_counted(figure, alice, released, meet):
    meet("gate-meeting", OUT)
    assert figure(alice, "gate")["Send (HMP)"]["of"] == "1 of 1"


def test_the_site_is_the_one_they_left(figure, alice, send, downview, released):
    Person.objects.filter(pk=released.pk).update(site=downview)
    assert list(figure(alice, "gate")) == ["Send (HMP)"]


def test_the_median_says_what_it_is(page, alice, send):
    people = people_out(alice, send, 3, on=LONG_AGO)
    seen_by(alice, people[:2], LONG_AGO.replace(day=5))
    assert page(alice).context["waits"][0]["words"] == "2 days"


def test_only_of_those_whom_the_reader_may_see(figure, charlie, victor, alice, send):
    people_out(alice, send, 6, on=LONG_AGO)
    for user in (charlie, victor):
        assert not figure(user, "seen")


def test_who_was_back_before_is_in_no_share(figure, alice, send):
    people = people_out(alice, send, 2, on=LONG_AGO)
    CustodyMove.objects.create(
        person=people[0], kind=MoveKind.RECALLED, on=LONG_AGO.replace(day=6), site=send, added_by=alice
    )
    row = figure(alice, "seen")["Send (HMP)"]
    assert (row["of"], row["apart"]) == ("0 of 1", ["1 back in custody before that, not counted"])


def test_by_programme_as_they_were_enrolled_at_release(figure, alice, send):
    people = people_out(alice, send, 2, on=LONG_AGO)
    model = ProgrammeModel.objects.create(slug="walk", version=1, title="A walk", source="", sha256="0" * 64)
    for one, enrolled_on in zip(people, (LONG_AGO, TODAY), strict=True):
        Enrolment.objects.create(
            person=one, model=model, site=send, stage="on_programme", enrolled_on=enrolled_on, added_by=alice
        )
    rows = figure(alice, "seen", by="programme")
    assert {label: row["of"] for label, row in rows.items()} == {
        "A walk": "0 of 1", "On no programme at release": "0 of 1", "Everybody": "0 of 2",
    }  # fmt: skip


def test_between_two_days_both_are_asked_for(page, alice, send):
    people_out(alice, send, 2, on=LONG_AGO)
    asked = {"period": "between", "from_on": "2026-08-01", "to_on": "2026-08-31"}
    assert page(alice, **asked).context["released"] == 2
    assert "Enter the last day" in text(page(alice, period="between", from_on="2026-08-01"))
    assert "cannot be before the first" in text(page(alice, **asked | {"to_on": "2026-07-01"}))


def test_an_evaluator_is_told_no_small_count(figure, page, eve, alice, send):
    seen_by(alice, people_out(alice, send, 10, on=LONG_AGO)[:6], LONG_AGO)
    asked = {"period": "2026-q3"}
    assert figure(eve, "seen", **asked)["Send (HMP)"] == {"label": "Send (HMP)", "withheld": True}
    assert "Withheld" in text(page(eve, **asked))


def test_an_evaluator_does_not_count_who_said_no_to_it(figure, eve, mona, alice, send):
    people = people_out(alice, send, 12, on=LONG_AGO)
    seen_by(alice, people[:6], LONG_AGO)
    said_no_to_evaluation(people[6], alice, on=LONG_AGO)
    assert figure(eve, "seen", period="2026-q3")["Send (HMP)"]["of"] == "6 of 11"
    everybody = figure(alice, "seen", period="between", from_on="2026-07-01", to_on="2026-09-30")
    assert everybody["Send (HMP)"]["of"] == "6 of 12"


def test_and_is_told_those_that_point_at_nobody(figure, eve, alice, send):
    seen_by(alice, people_out(alice, send, 12, on=LONG_AGO)[:6], LONG_AGO)
    assert figure(eve, "seen", period="2026-q3")["Send (HMP)"]["of"] == "6 of 12"


def test_an_evaluator_has_whole_quarters_alone(page, eve, alice, send, downview):
    eve.sites.add(downview)
    for site, on in ((send, LONG_AGO), (downview, LONG_AGO.replace(day=4))):
        people_out(alice, site, 6, on=on)
    answer = page(eve, period="between", by="programme", from_on="2026-08-01", to_on="2026-08-31")
    assert answer.context["form"].errors and "measures" not in answer.context
    found = page(eve, period="2026-q3").context
    assert [row["label"] for row in found["waits"]] == ["Downview (HMP & YOI)", "Send (HMP)", "Everybody"]


def on_programme(people, title):
    """A model of its own, and whoever is on it."""
    model = ProgrammeModel.objects.create(slug=title.lower(), version=1, title=title, source="", sha256="0" * 64)
    since = {"stage": "on_programme", "enrolled_on": LONG_AGO - timedelta(days=9)}
    Enrolment.objects.bulk_create(
        Enrolment(person=one, site=one.site, model=model, added_by=one.created_by, **since) for one in people
    )


@pytest.fixture
def two_sites(eve, alice, send, downview):
    """Six of each programme at each site, but for Work at Downview, where there are two."""
    eve.sites.add(downview)
    people = {
        site: people_out(alice, site, 12, on=LONG_AGO.replace(day=day)) for day, site in ((3, send), (4, downview))
    }
    on_programme([*people[send][:6], *people[downview][:10]], "Mentoring")
    on_programme([*people[send][6:], *people[downview][10:]], "Work")


def numbers(page, user, by):
    return {row["label"]: row["number"] for row in page(user, period="2026-q3", by=by).context["waits"]}


def test_an_evaluator_reads_site_by_programme_where_nothing_small_can_be_worked_out(page, eve, two_sites):
    assert numbers(page, eve, "site") == {"Downview (HMP & YOI)": 12, "Send (HMP)": 12, "Everybody": 24}
    assert numbers(page, eve, "programme") == {"Mentoring": "withheld", "Work": "withheld", "Everybody": 24}
    both = numbers(page, eve, "both")
    assert both["Send (HMP): Work"] == both["Send (HMP): Mentoring"] == 6
    assert both["Downview (HMP & YOI): Work"] == both["Downview (HMP & YOI): Mentoring"] == "withheld"


def test_whoever_sees_the_people_reads_every_number(page, mona, two_sites, downview):
    mona.sites.add(downview)
    asked = {"period": "between", "from_on": "2026-08-01", "to_on": "2026-08-31", "by": "both"}
    found = {row["label"]: row["number"] for row in page(mona, **asked).context["waits"]}
    assert found["Downview (HMP & YOI): Work"] == 2 and found["Everybody"] == 24


def test_the_evaluators_file_withholds_the_same_by_both(page, eve, two_sites):
    answer = page(eve, "gate_figures_csv", period="2026-q3", by="both")
    rows = [row for row in csv.DictReader(StringIO(answer.content.decode())) if row["figure"].startswith("Seen")]
    assert [row["withheld"] for row in rows] == ["yes", "yes", "no", "no", "no"]


def test_on_two_programmes_counts_once_for_an_evaluator(page, eve, alice, send):
    people = people_out(alice, send, 12, on=LONG_AGO)
    on_programme(people[:6], "Mentoring")
    on_programme(people[:6], "Work")
    assert numbers(page, eve, "programme") == {
        "On no programme at release": 6, "On several programmes": 6, "Everybody": 12,
    }  # fmt: skip


def test_an_evaluator_reads_no_figure_that_lies_within_another(page, eve, alice, send):
    """12 met within two days and 11 within one would tell of one person."""
    people_out(alice, send, 8, on=LONG_AGO)
    found = page(eve, period="2026-q3").context
    assert {one["code"] for one in found["measures"]} == {"seen", "gate", "arrived", "kept", "nowhere"}
    assert found["waits"] == [{"label": "Send (HMP)", "words": "Withheld", "number": 8}]


def test_an_evaluator_waits_until_the_days_of_a_quarter_are_over(page, eve, clock):
    clock(date(2026, 10, 3))
    assert "2026-q3" not in dict(page(eve).context["form"].fields["period"].choices)


def test_an_evaluator_counts_their_own_sites_alone(page, eve, alice, downview):
    people_out(alice, downview, 8, on=LONG_AGO)
    assert page(eve, period="2026-q3").context["released"] == 0


def test_who_neither_sees_people_nor_evaluates_has_no_figures(client, ada):
    client.force_login(ada)
    for name in ("gate_figures", "gate_figures_csv"):
        assert client.get(reverse(f"release:{name}")).status_code == 403


def test_the_file_holds_the_same_counts_and_no_name(page, alice, send):
    seen_by(alice, people_out(alice, send, 10, on=LONG_AGO)[:6], LONG_AGO)
    answer = page(alice, "gate_figures_csv")
    rows = {(row["figure"], row["group"]): row for row in csv.DictReader(StringIO(answer.content.decode()))}
    row = rows["Seen within 7 days", "Send (HMP)"]
    assert (row["yes"], row["counted"], row["share"], row["withheld"]) == ("6", "10", "0.6000", "no")
    assert "Number001" not in answer.content.decode() and "attachment" in answer.headers["Content-Disposition"]


def test_the_evaluators_file_withholds_too(page, eve, alice, send):
    seen_by(alice, people_out(alice, send, 10, on=LONG_AGO)[:6], LONG_AGO)
    answer = page(eve, "gate_figures_csv", period="2026-q3")
    row = next(row for row in csv.DictReader(StringIO(answer.content.decode())) if row["figure"].startswith("Seen"))
    assert (row["yes"], row["counted"], row["withheld"]) == ("", "", "yes")


def test_a_group_that_a_spreadsheet_would_reckon_is_text(page, alice, send):
    Site.objects.filter(pk=send.pk).update(name="=1+1")
    people_out(alice, send, 1, on=LONG_AGO)
    assert "'=1+1" in page(alice, "gate_figures_csv").content.decode()


def test_looking_and_downloading_are_audited(page, alice, released):
    page(alice)
    page(alice, "gate_figures_csv")
    found = Event.objects.filter(action="gate_figures.read").order_by("pk")
    assert [(one.details["people"], one.details["as_file"]) for one in found] == [(1, False), (1, True)]


def test_as_many_queries_for_many_people_and_sites(alice, mona, send):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            figures_for(mona, LONG_AGO, TODAY, By.SITE, TODAY)
            figures_for(mona, LONG_AGO, TODAY, By.PROGRAMME, TODAY)
        return len(seen)

    people_out(alice, send, 20, on=LONG_AGO)
    for number in range(10):
        if number == 2:
            few = cost()
        site = Site.objects.create(code=f"F{number}", name=f"Site {number}", is_served=True)
        mona.sites.add(site)
        people_out(alice, site, 20, on=LONG_AGO.replace(day=4 + number))
    mona.__dict__.pop("_reach", None)
    assert cost() <= few


def test_the_figures_say_by_which_day_they_were_recorded(page, alice, eve, send):
    people_out(alice, send, 10, on=LONG_AGO)
    assert "as recorded by Fri 20 Nov 2026" in page(eve, period="2026-q3").content.decode()
    assert "As recorded by,,,2026-11-20" in page(eve, "gate_figures_csv", period="2026-q3").content.decode()
