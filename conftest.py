import os

# Tests run in a mode of their own. The settings are named here and not in pyproject.toml: pytest-django would read them
# from there before this file is read, in the mode of the shell.
os.environ["THROUGHGATE_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "throughgate.config.settings"
# The workers share the processors: threads of one that wait for those of another do so at full speed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import django  # noqa: E402 – the mode comes first

django.setup()

import pytest  # noqa: E402 – the mode comes first

from tests.legs import in_order, on_the_first_database, on_the_second_database  # noqa: E402 – the mode comes first

LEGS = {"first": on_the_first_database, "second": on_the_second_database}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=LEGS,
        help="Which of two this run is on: each leaves to the other what need not be run on both.",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if leg := config.getoption("--database"):
        kept = LEGS[leg](items)
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
        items[:] = kept
    items[:] = in_order(items)
