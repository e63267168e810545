import os

# Tests run in a mode of their own. The settings are named here and not in pyproject.toml: pytest-django would read them
# from there before this file is read, in the mode of the shell.
os.environ["THROUGHGATE_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "throughgate.config.settings"

import django  # noqa: E402 – the mode comes first

django.setup()

import pytest  # noqa: E402 – the mode comes first

from tests.legs import in_order, worth_another_database  # noqa: E402 – the mode comes first


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="Leave out what was run on another database already and cannot come out differently on this one.",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--second-database"):
        kept = worth_another_database(items)
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
        items[:] = kept
    items[:] = in_order(items)
