import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from throughgate.audit.models import Event
from throughgate.outcomes import services
from throughgate.outcomes.example import COLUMNS, make_example
from throughgate.outcomes.models import Evaluation, State
from throughgate.outcomes.rules.options import options_from_uses

pytestmark = pytest.mark.django_db
HOW = {"method": "radius", "caliper": "0.2", "missing": "leave-out"}
# Of the example: was in the programme, age, reoffended.
SMALLEST = HOW | {"use_0": "treated", "use_1": "covariate", "use_9": "rate"}


@pytest.fixture
def page(client, eve):
    client.force_login(eve)

    def get(path: str = "", **extra) -> str:
        return client.get(f"/evaluations/{path}", **extra).content.decode()

    return get


@pytest.fixture
def done(added, eve, example_options):
    return services.start_evaluation(by=eve, evaluation=added, options=example_options)


def test_first_visit_offers_to_try_it(page):
    assert "No evaluations yet" in page() and "Try it with the example" in page("new/")


def test_from_upload_to_report(client, page, upload, mona):
    client.force_login(mona)
    sent = client.post("/evaluations/new/", {"title": "Does it work?", "file": upload(make_example(400))})
    assert sent.url.endswith("/choose/")
    form = client.get(sent.url).context["form"]
    chosen = {name: form[name].value() for name in form.fields if form[name].value() is not False}
    assert chosen["use_0"] == "treated" and chosen["use_9"] == "rate" and chosen["method"] == "radius"
    started = client.post(sent.url, chosen)
    html = client.get(started.url).content.decode()
    assert "What was found" in html and "100 typical people" in html
    assert all(words in html for words in ("Report (web page)", "Report (PDF)", "Figures (JSON)"))


def test_example_starts_with_one_button(client, page):
    client.get("/evaluations/")
    started = client.post("/evaluations/example/start/")
    assert Evaluation.objects.get().rows == 2000
    assert "Was in the programme (1) or not (0)" in client.get(started.url).content.decode()


def test_example_can_be_downloaded(client, eve):
    client.force_login(eve)
    response = client.get("/evaluations/example/")
    assert response.content.decode() == make_example()
    assert "attachment" in response.headers["Content-Disposition"]


def test_file_that_names_people_comes_back_with_what_to_take_out(client, page, upload, kept):
    text = "treated,age,surname,DOB\n" + "1,30,Vale,1990-01-02\n0,31,Hale,1991-01-02\n"
    html = client.post("/evaluations/new/", {"title": "Mine <b>", "file": upload(text)}).content.decode()
    assert "<strong>surname</strong>" in html and "<strong>DOB</strong>" in html and "age in years" in html
    assert 'value="Mine &lt;b&gt;"' in html and kept() == []


def test_file_that_cannot_be_read_says_why(client, page, upload):
    html = client.post("/evaluations/new/", {"title": "x", "file": upload(b"PK\x03\x04")}).content.decode()
    assert "spreadsheet or a zip file" in html


@pytest.mark.parametrize("size", [1000, 3_000_000], ids=["small enough for memory", "too big for memory"])
def test_file_that_is_too_big_is_stopped_and_the_title_kept(client, page, upload, settings, kept, size):
    settings.EVALUATION_UPLOAD_LIMIT = 500
    html = client.post(
        "/evaluations/new/", {"title": "Mine", "file": upload(b"a,b\n" + b"1,2\n" * size)}
    ).content.decode()
    assert "The file is bigger than" in html and 'value="Mine"' in html and kept() == []


def test_upload_needs_the_token_of_the_form(eve, upload):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(eve)
    assert strict.post("/evaluations/new/", {"title": "x", "file": upload("a,b\n1,2\n")}).status_code == 403


def test_choices_that_cannot_be_evaluated_come_back_filled(client, page, added):
    chosen = HOW | {"caliper": "0.3", "missing": "refuse", "use_1": "covariate"}
    html = client.post(f"/evaluations/{added.ref}/choose/", chosen).content.decode()
    assert "Say which column tells who was in the programme" in html and 'value="0.3"' in html
    assert again(added).state == State.UPLOADED


@pytest.mark.parametrize("caliper", ["", "0", "-1", "nan", "Infinity", "x", "1e400"])
def test_odd_calipers_are_refused(client, page, added, caliper):
    sent = client.post(f"/evaluations/{added.ref}/choose/", SMALLEST | {"caliper": caliper})
    assert list(sent.context["form"].errors) == ["caliper"]
    assert again(added).state == State.UPLOADED


@pytest.mark.parametrize("method", ["full", "entropy"])
def test_a_caliper_is_not_asked_where_it_can_be_done_without(client, page, added, method):
    client.post(f"/evaluations/{added.ref}/choose/", SMALLEST | {"caliper": "", "method": method})
    assert again(added).options["caliper"] is None
    assert again(added).result["settings"]["caliper"] is None


def test_fragility_is_promised_only_as_far_as_it_is_measured(page, added):
    assert "Up to 200,000 people the report measures how much" in page(f"{added.ref}/choose/")


def test_column_cannot_be_what_it_does_not_hold(client, page, added):
    """`offence_group` holds texts: it can be a category and nothing else."""
    number = COLUMNS.index("offence_group")
    sent = client.post(f"/evaluations/{added.ref}/choose/", SMALLEST | {f"use_{number}": "rate"})
    assert "That cannot be" in sent.content.decode()


def test_outcome_of_two_other_numbers_can_be_declared_and_says_how_to_write_it(client, page, eve, upload):
    rows = "".join(f"{at % 2},{20 + at},{1 + at % 3 // 2}\n" for at in range(60))
    made = services.add_evaluation(by=eve, title="Coded", upload=upload(f"treated,age,reoffended\n{rows}"))
    choices = HOW | {"use_0": "treated", "use_1": "covariate", "use_2": "rate"}
    shown = client.post(f"/evaluations/{made.ref}/choose/", choices).content.decode()
    assert "It holds 1 or 2, and cannot tell which of them is yes. Write 1 for yes and 0 for no" in shown
    assert "--kind" not in shown


def test_way_of_comparing_is_kept_and_offered_again(client, page, added):
    chosen = SMALLEST | {"method": "nearest", "correct": "on"}
    client.post(f"/evaluations/{added.ref}/choose/", chosen)
    options = again(added).options
    assert (options["method"], options["correction"]) == ("nearest", "holm")
    form = client.get(f"/evaluations/{added.ref}/choose/").context["form"]
    assert (form["method"].value(), form["correct"].value()) == ("nearest", True)
    assert "How people were compared: each with the one person most alike." in page(f"{added.ref}/")


@pytest.mark.parametrize("method", ["", "optimal", "x"])
def test_only_offered_ways_of_comparing_are_taken(client, page, added, method):
    sent = client.post(f"/evaluations/{added.ref}/choose/", SMALLEST | {"method": method})
    assert list(sent.context["form"].errors) == ["method"] and again(added).state == State.UPLOADED


def test_options_of_before_are_read_with_the_defaults(client, page, done):
    old = {name: value for name, value in done.options.items() if name not in ("method", "correction")}
    Evaluation.objects.update(options=old)
    form = client.get(f"/evaluations/{done.ref}/choose/").context["form"]
    assert (form["method"].value(), form["correct"].value()) == ("radius", False)
    client.post(f"/evaluations/{done.ref}/run/")
    assert (again(done).state, again(done).options["method"]) == (State.DONE, "radius")


def test_while_it_runs_the_page_asks_again_with_and_without_script(page, added):
    Evaluation.objects.update(
        state=State.RUNNING, started_at=timezone.now(), heard_at=timezone.now(), progress=40, step="Matching"
    )
    html = page(f"{added.ref}/")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html
    assert f'hx-get="/evaluations/{added.ref}/progress/"' in html and 'value="40"' in html and "Matching" in html


def test_part_that_changes_reloads_the_page_at_the_end(client, page, done):
    response = client.get(f"/evaluations/{done.ref}/progress/", headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"


def test_silent_worker_is_told_and_it_can_be_run_again(client, page, done):
    long_ago = timezone.now() - timezone.timedelta(minutes=10)
    Evaluation.objects.update(state=State.RUNNING, result=None, started_at=long_ago, heard_at=long_ago, step="Matching")
    html = page(f"{done.ref}/")
    assert "It was last heard of on" in html and "Run it again" in html and "http-equiv" not in html
    client.post(f"/evaluations/{done.ref}/run/")
    assert (again(done).state, again(done).attempt) == (State.DONE, 2)


def test_waiting_too_long_says_that_the_worker_may_not_run(page, added):
    long_ago = timezone.now() - timezone.timedelta(minutes=10)
    Evaluation.objects.update(state=State.WAITING, started_at=long_ago)
    assert "Nothing has picked this up since" in page(f"{added.ref}/")


def test_failure_shows_the_reason_and_what_to_do(page, added):
    Evaluation.objects.update(
        state=State.FAILED, problem="people.csv, column age: every record has the same value (30)."
    )
    html = page(f"{added.ref}/")
    assert "every record has the same value" in html and "Change what is compared" in html and "Run it again" in html


def test_run_again_without_choices_leads_to_them(client, page, added):
    assert client.post(f"/evaluations/{added.ref}/run/").url.endswith("/choose/")


def test_groups_that_are_not_alike_have_no_headline(page, eve, rossi, rossi_uses):
    options = options_from_uses(rossi_uses, 0.2, "leave-out", "full")
    done = services.start_evaluation(by=eve, evaluation=rossi, options=options)
    html = page(f"{done.ref}/")
    assert html.index("The groups are not alike enough to say") < html.index("What was found")
    assert "still differ on prio." in html and "Not alike enough to say" in html
    assert "typical people" not in html and "doubly robust" not in html and "govuk-body-l" not in html


def test_result_of_before_the_gate_is_shown_with_a_warning(page, done):
    result = done.result
    next(iter(result["balance"].values()))["band"] = "red"
    Evaluation.objects.update(result={key: part for key, part in result.items() if key not in ("gate", "warnings")})
    html = page(f"{done.ref}/")
    assert html.index("Read with care") < html.index("What was found") and "typical people" in html


def test_second_way_stands_beside_the_first_where_there_is_one(page, done):
    assert "A second way (doubly robust" in page(f"{done.ref}/")
    result = done.result
    for outcome in result["outcomes"].values():
        del outcome["adjusted"]
    Evaluation.objects.update(result=result)
    assert "A second way" not in page(f"{done.ref}/")


def test_warnings_of_the_library_are_shown(page, done):
    Evaluation.objects.update(result=done.result | {"warnings": ["age² is the same as age: it is left out."]})
    html = page(f"{done.ref}/")
    assert html.index("age² is the same as age") < html.index("What was found")


def test_outcome_that_stands_only_alone_is_said_to(page, done):
    result = done.result
    for finding in result["findings"]:
        finding["significant"] = False
    for outcome in result["outcomes"].values():
        outcome |= {"p": 0.02, "lower": -0.2, "upper": -0.01, "p_corrected": 0.06}
    Evaluation.objects.update(result=result)
    assert page(f"{done.ref}/").count("Not significant once corrected") == 3


def test_report_brings_its_own_style_and_its_policy_allows_exactly_that(client, page, done):
    response = client.get(f"/evaluations/{done.ref}/report/")
    html, policy = response.content.decode(), response.headers["Content-Security-Policy"]
    import base64
    import hashlib

    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in policy
    assert "unsafe-inline" not in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert f'href="/evaluations/{done.ref}/"' in html
    assert " style=" not in html and "<script" not in html


def test_page_in_our_frame_keeps_our_policy(client, page, done):
    assert "sha256" not in client.get(f"/evaluations/{done.ref}/").headers["Content-Security-Policy"]


def test_what_stands_in_the_file_cannot_become_markup(client, eve, upload):
    client.force_login(eve)
    header = 'treated,age,<script>alert(1)</script>,"""><b>x"'
    rows = "".join(f"{n % 2},{20 + n % 30},{n % 3},{(n * 7) % 5 == 0:d}\n" for n in range(200))
    client.post("/evaluations/new/", {"title": "<script>alert(2)</script>", "file": upload(f"{header}\n{rows}")})
    made = Evaluation.objects.get()
    chosen = HOW | {
        "caliper": "1",
        "use_0": "treated",
        "use_1": "covariate",
        "use_2": "covariate",
        "use_3": "rate",
    }
    client.post(f"/evaluations/{made.ref}/choose/", chosen)
    assert again(made).state == State.DONE, again(made).problem
    for path in (f"{made.ref}/", f"{made.ref}/choose/", f"{made.ref}/report/", ""):
        html = client.get(f"/evaluations/{path}").content.decode()
        assert "<script>alert" not in html and '"><b>x' not in html


def test_reading_and_downloading_are_audited(client, page, done):
    client.get(f"/evaluations/{done.ref}/report/")
    pdf = client.get(f"/evaluations/{done.ref}/pdf/")
    assert pdf.content.startswith(b"%PDF") and pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="evaluation-{done.ref}.pdf"'
    figures = client.get(f"/evaluations/{done.ref}/figures/")
    assert json.loads(figures.content) == done.result
    assert figures.headers["Content-Disposition"] == f'attachment; filename="evaluation-{done.ref}.json"'
    last = list(Event.objects.order_by("-pk").values_list("action", flat=True)[:3])
    assert last == ["evaluation.downloaded", "evaluation.pdf_downloaded", "evaluation.report_read"]


def test_page_without_a_pdf_says_how_to_get_one(client, page, done):
    Evaluation.objects.update(pdf="")
    html = page(f"{done.ref}/")
    assert "Report (PDF)" not in html and "There is no PDF of this report" in html and "Pango" in html
    assert client.get(f"/evaluations/{done.ref}/pdf/").status_code == 404


@pytest.mark.parametrize("path", ["report/", "pdf/", "figures/"])
def test_there_is_no_report_before_the_end(client, page, added, path):
    assert client.get(f"/evaluations/{added.ref}/{path}").status_code == 404


def test_removing_asks_first(client, page, done):
    assert "Remove this evaluation?" in page(f"{done.ref}/delete/")
    client.post(f"/evaluations/{done.ref}/delete/")
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("who", ["alice", "carol", "victor", "ada"])
def test_others_see_no_evaluations(client, request, done, who):
    client.force_login(request.getfixturevalue(who))
    for path in (
        "",
        "new/",
        "example/",
        f"{done.ref}/",
        f"{done.ref}/choose/",
        f"{done.ref}/report/",
        f"{done.ref}/pdf/",
        f"{done.ref}/figures/",
    ):
        assert client.get(f"/evaluations/{path}").status_code == 403, path


def test_unknown_evaluation_is_nothing(client, eve):
    client.force_login(eve)
    assert client.get("/evaluations/XXXXXXXX/").status_code == 404


def test_list_costs_the_same_for_3_and_30(client, page, done):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/evaluations/")
        return len(queries)

    few = count()
    for _ in range(29):
        Evaluation.objects.create(
            title="x", file="x", file_kind="csv", size=1, rows=1, columns=[], created_by=done.created_by
        )
    assert count() == few <= 6


def test_page_costs_the_same_for_1_and_3_outcomes(client, page, done):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/evaluations/{done.ref}/")
        return len(queries)

    three = count()
    Evaluation.objects.update(result=done.result | {"findings": done.result["findings"][:1]})
    assert count() == three <= 4


def test_title_of_the_page_says_nothing(page, done):
    assert "Does it work?" not in re.search(r"<title>(.*?)</title>", page(f"{done.ref}/")).group(1)


def again(evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=evaluation.pk)
