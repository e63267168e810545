"""Starting, working out, failing, starting again, taking away. The library is the real one, on small files."""

from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from throughgate.audit.models import Event
from throughgate.outcomes import services
from throughgate.outcomes.models import Evaluation, State
from throughgate.outcomes.rules.options import options_from_uses
from throughgate_evidence import EvidenceInputError

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_over(added, eve, example_options, monkeypatch):
    """Started, and nothing has picked it up yet."""
    from throughgate.outcomes import tasks

    class Kept:
        jobs: list = []

        def enqueue(self, *job):
            self.jobs.append(job)

    monkeypatch.setattr(tasks, "run_evaluation", Kept())
    return services.start_evaluation(by=eve, evaluation=added, options=example_options)


def again(evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=evaluation.pk)


def actions() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


def test_started_evaluation_is_worked_out(added, eve, example_options, kept):
    done = services.start_evaluation(by=eve, evaluation=added, options=example_options)
    assert (done.state, done.progress, done.problem, done.attempt) == ("done", 100, "", 1)
    assert done.result["n_treated_matched"] > 0 and len(done.result["findings"]) == 3
    names = ("example.csv", "report-1.html", "report-1.pdf")
    assert kept() == [f"evaluations/{done.ref}/{name}" for name in names]
    assert actions() == ["evaluation.added", "evaluation.started", "evaluation.finished"]


def test_figures_are_those_of_the_library(added, eve, example_options):
    from throughgate.outcomes.example import COLUMNS  # noqa: F401 – the columns named below are its columns
    from throughgate_evidence import evaluate

    done = services.start_evaluation(by=eve, evaluation=added, options=example_options)
    direct = evaluate(
        added.file.path,
        treated="programme",
        covariates=list(example_options.covariates),
        categorical=["offence_group"],
        outcomes=["reoffended", "offences", "days_to_first_offence"],
        caliper=0.2,
    )
    assert done.result["ess"] == direct.ess
    assert done.result["outcomes"]["reoffended"]["difference"] == direct.outcomes[0].matched.difference


@pytest.fixture
def work_out_rossi(eve, rossi, rossi_uses):
    def work_out(method="radius", correction="none"):
        options = options_from_uses(rossi_uses, 0.2, "leave-out", method, correction)
        return services.start_evaluation(by=eve, evaluation=rossi, options=options)

    return work_out


def test_rossi_through_the_application_gives_the_published_figures(work_out_rossi):
    """Matched within 0.2 standard deviations: 216, 212 and −0.10663."""
    found = work_out_rossi().result
    assert (found["n_treated_matched"], found["n_comparison_matched"], round(found["ess"], 2)) == (216, 212, 192.06)
    assert round(found["outcomes"]["arrest"]["difference"], 5) == -0.10663


@pytest.mark.parametrize(("method", "caliper"), [("nearest", 0.2), ("full", 0.2), ("entropy", None)])
def test_people_are_compared_in_the_way_that_was_chosen(work_out_rossi, method, caliper):
    settings = work_out_rossi(method, "holm").result["settings"]
    assert (settings["method"], settings["caliper"], settings["correction"]) == (method, caliper, "holm")


@pytest.mark.slow
def test_pdf_is_drawn_for_all_readers_and_names_nobody(work_out_rossi, files, eve):
    done = work_out_rossi()
    assert done.pdf == f"evaluations/{done.ref}/report-1.pdf"
    with pikepdf.open(files / done.pdf) as drawn, drawn.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], drawn.docinfo.Title) == ("1", "Rossi: what was found")
        assert not any(eve.name in str(said) or eve.email in str(said) for said in drawn.docinfo.values())


@pytest.mark.parametrize("trouble", [EvidenceInputError("A PDF needs WeasyPrint"), MemoryError("too big")])
def test_what_was_found_is_kept_where_no_pdf_can_be_made(added, eve, example_options, monkeypatch, caplog, trouble):
    def break_down(found, path):
        raise trouble

    monkeypatch.setattr(services, "write_pdf", break_down)
    done = services.start_evaluation(by=eve, evaluation=added, options=example_options)
    assert (done.state, done.pdf, bool(done.report)) == ("done", "", True)
    assert str(trouble) in caplog.text


def test_run_again_without_what_draws_pdfs_leaves_none_of_before(added, eve, example_options, monkeypatch):
    assert services.start_evaluation(by=eve, evaluation=added, options=example_options).pdf
    monkeypatch.setattr(services, "write_pdf", lambda found, path: 1 / 0)
    assert services.start_evaluation(by=eve, evaluation=added, options=example_options).pdf == ""


def test_what_the_library_refuses_is_shown_and_audited(eve, upload):
    text = "treated,age,reoffended\n" + "".join(f"{n % 2},30,{n % 3 == 0:d}\n" for n in range(60))
    made = services.add_evaluation(by=eve, title="x", upload=upload(text))
    options = options_from_uses({"treated": "treated", "age": "covariate", "reoffended": "rate"}, 0.2, "leave-out")
    failed = services.start_evaluation(by=eve, evaluation=made, options=options)
    assert failed.state == State.FAILED and "age" in failed.problem and "same value" in failed.problem
    assert actions()[-1] == "evaluation.failed"


def test_what_the_library_refuses_speaks_of_no_command(eve, upload):
    rows = "".join(f"{at % 2},{'' if at == 7 else 20 + at},{at % 3 // 2}\n" for at in range(60))
    made = services.add_evaluation(by=eve, title="Gaps", upload=upload(f"treated,age,back\n{rows}"))
    options = options_from_uses({"treated": "treated", "age": "covariate", "back": "rate"}, 0.2, "refuse")
    services.start_evaluation(by=eve, evaluation=made, options=options)
    made.refresh_from_db()
    assert made.problem.endswith("leave the column out, or leave such records out.")


def test_fault_of_ours_is_told_without_its_insides(added, eve, example_options, monkeypatch, caplog):
    def break_down(*args, **kwargs):
        raise RuntimeError("row 17 is Jordan")

    monkeypatch.setattr(services, "evaluate", break_down)
    failed = services.start_evaluation(by=eve, evaluation=added, options=example_options)
    assert failed.state == State.FAILED and "at our end" in failed.problem and "Jordan" not in failed.problem
    assert added.ref in caplog.text


def test_failed_one_can_be_run_again(added, eve, example_options, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(services, "evaluate", lambda *args, **kwargs: 1 / 0)
        services.start_evaluation(by=eve, evaluation=added, options=example_options)
    done = services.start_evaluation(by=eve, evaluation=added, options=example_options)
    assert (done.state, done.attempt, done.problem) == ("done", 2, "")


def test_progress_is_written_down(handed_over, monkeypatch):
    said = []
    monkeypatch.setattr(services, "SAY_EVERY", 0)

    def slow(*args, progress, **kwargs):
        for share, words in ((0.2, "Describing"), (0.7, "Matching")):
            progress(share, words)
            now = again(handed_over)
            said.append((now.state, now.progress, now.step, now.heard_at is not None))
        raise services.EvidenceInputError("enough")

    monkeypatch.setattr(services, "evaluate", slow)
    services.work_out(handed_over.pk, 1)
    assert said == [("running", 20, "Describing", True), ("running", 70, "Matching", True)]


def test_waiting_or_running_one_is_not_started_twice(handed_over, eve, example_options):
    with pytest.raises(services.EvaluationBusyError):
        services.start_evaluation(by=eve, evaluation=handed_over, options=example_options)
    assert again(handed_over).attempt == 1


def test_one_whose_worker_died_can_be_started_again(handed_over, eve, example_options):
    long_ago = timezone.now() - timedelta(minutes=10)
    Evaluation.objects.update(state=State.RUNNING, started_at=long_ago, heard_at=long_ago)
    assert services.is_silent(again(handed_over))
    restarted = services.start_evaluation(by=eve, evaluation=handed_over, options=example_options)
    assert (restarted.state, restarted.attempt, services.is_silent(restarted)) == ("waiting", 2, False)


def test_worker_of_an_earlier_start_writes_nothing(handed_over):
    Evaluation.objects.update(attempt=2)
    services.work_out(handed_over.pk, 1)
    assert again(handed_over).state == State.WAITING


def test_worker_that_was_overtaken_in_the_middle_writes_nothing(handed_over, monkeypatch, kept):
    real = services.evaluate

    def overtaken(*args, **kwargs):
        found = real(*args, **kwargs)
        Evaluation.objects.update(attempt=2, state=State.WAITING)
        return found

    monkeypatch.setattr(services, "evaluate", overtaken)
    services.work_out(handed_over.pk, 1)
    assert (again(handed_over).state, again(handed_over).result) == (State.WAITING, None)


def test_worker_stops_when_the_evaluation_is_taken_away(handed_over, eve, monkeypatch):
    monkeypatch.setattr(services, "SAY_EVERY", 0)
    reached = []

    def taken_away(*args, progress, **kwargs):
        Evaluation.objects.all().delete()
        progress(0.5, "Matching")
        reached.append("after")

    monkeypatch.setattr(services, "evaluate", taken_away)
    services.work_out(handed_over.pk, 1)
    assert reached == [] and not Evaluation.objects.exists()


def test_same_job_delivered_twice_runs_once(handed_over, monkeypatch):
    runs = []
    monkeypatch.setattr(
        services,
        "_evaluate",
        lambda *args: runs.append(1) or {"result": {"n_treated_matched": 1, "n_comparison_matched": 1}},
    )
    services.work_out(handed_over.pk, 1)
    services.work_out(handed_over.pk, 1)
    assert runs == [1]


def test_removing_takes_the_files_and_leaves_a_trace(
    added, eve, example_options, kept, django_capture_on_commit_callbacks
):
    done = services.start_evaluation(by=eve, evaluation=added, options=example_options)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_evaluation(by=eve, evaluation=done)
    assert kept() == [] and not Evaluation.objects.exists()
    assert (Event.objects.latest("pk").action, Event.objects.latest("pk").details) == (
        "evaluation.removed",
        {"rows": 400},
    )


def test_removing_that_does_not_commit_keeps_the_files(added, eve, kept):
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.remove_evaluation(by=eve, evaluation=added)
        _ = 1 / 0
    assert kept() and Evaluation.objects.exists()


@pytest.mark.parametrize("who", ["alice", "carol", "victor", "ada"])
def test_others_do_nothing_with_evaluations(request, added, example_options, who):
    by = request.getfixturevalue(who)
    for attempt in (
        lambda: services.start_evaluation(by=by, evaluation=added, options=example_options),
        lambda: services.remove_evaluation(by=by, evaluation=added),
        lambda: services.open_report(by=by, evaluation=added),
        lambda: services.download_pdf(by=by, evaluation=added),
        lambda: services.download_figures(by=by, evaluation=added),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_result_is_whole_or_not_there(added):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.update(state=State.DONE)


def test_example_shows_what_matching_changes(eve, upload, example_options):
    """The plain difference flatters the programme; compared with people like them most of it goes."""
    from throughgate.outcomes.example import make_example

    made = services.add_evaluation(by=eve, title="Example", upload=upload(make_example(), "example.csv"))
    found = services.start_evaluation(by=eve, evaluation=made, options=example_options).result
    matched, plain = found["outcomes"]["reoffended"]["difference"], found["raw"]["reoffended"]["difference"]
    assert plain < 2 * matched < 0
    assert all(row["band"] == "green" for row in found["balance"].values())
