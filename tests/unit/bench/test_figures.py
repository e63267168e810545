import json

from bench.figures import Aim, Figure, Results

SLOW = Figure("pages", "Today", 80.0, "requests/s", 0.2, "the bare page", Aim(0.4, on="ratio", at_least=True))


def test_an_aim_that_is_missed_is_said():
    assert "NOT MET" in SLOW.line()


def test_what_could_not_be_measured_is_neither_met_nor_missed():
    assert Figure("pages", "Today", None, "ms", aim=Aim(150)).met is None


def test_the_limit_itself_is_met():
    assert Figure("pages", "Today", 150, "ms", aim=Aim(150)).met


def test_figures_are_kept_as_they_come(tmp_path):
    def broken():
        yield SLOW
        raise RuntimeError("the section broke")

    results = Results(tmp_path, {"cores": 2})
    try:
        results.take(broken())
    except RuntimeError:
        kept = json.loads((tmp_path / "results.json").read_text())
    assert [figure["met"] for figure in kept["figures"]] == [False]
