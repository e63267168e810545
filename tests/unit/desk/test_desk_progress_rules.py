from datetime import date

from throughgate.desk.rules.progress import Step, progress_of

DAY = date(2026, 10, 1)


def step(
    element: str = "sessions",
    *,
    met: bool = False,
    core: bool = True,
    count: int | None = 6,
    spell: int = 0,
    gone: bool = False,
):
    return Step(element, element.capitalize(), core, count, spell, DAY if met else None, gone)


def test_a_series_that_is_under_way_is_said_too():
    steps = [step("assessment", met=True, count=1), *[step(met=n < 4) for n in range(6)]]
    assert progress_of(steps).words == "5 of 7 core steps. Sessions: 4 of 6"


def test_a_series_not_begun_is_not_said_and_the_core_steps_are_counted():
    steps = [step("plan", met=True, count=1), step("report", count=1), step("extra", count=1, core=False)]
    assert progress_of(steps).words == "1 of 2 core steps"


def test_what_is_waived_is_not_asked_for():
    progress = progress_of([step("plan", met=True, count=1), step("workshop", count=1, gone=True)])
    assert (progress.done, progress.of, progress.done_on) == (1, 1, DAY)


def test_what_recurs_without_end_has_no_share():
    progress = progress_of([step("calls", met=True, count=None), step("plan", count=1)])
    assert (progress.done, progress.of) == (0, 1)


def test_after_a_return_only_the_last_layout_counts():
    progress = progress_of([step("visit", met=True, count=1, spell=0), step("visit", count=1, spell=1)])
    assert (progress.done, progress.of) == (0, 1)


def test_nothing_laid_out_is_just_begun():
    assert progress_of([]).words == "Just begun"
