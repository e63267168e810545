"""What `make run` starts, and what the page for going live tells a charity to run: the same, by commands that exist."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

from throughgate.demo.management.commands.run_demo import BESIDE, Command, environment_at

INSTALL = (Path(__file__).parents[3] / "docs/how-to/install.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```(cron|ini)\n(.*?)```", INSTALL, re.DOTALL))
CRON = [line for line in BLOCKS["cron"].splitlines() if line and not line.startswith("#") and " = " not in line]
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


@pytest.fixture(autouse=True)
def as_it_is_served(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def command_of(line):
    """Its name and arguments, of a line that runs `manage.py`."""
    return line.partition("manage.py ")[2].split()


def parsed(name, *arguments):
    command = load_command_class(get_commands()[name], name)
    return command.create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.parametrize("line", BESIDE, ids=lambda line: line[0])
def test_what_runs_beside_the_demonstration_takes_its_arguments(line):
    assert parsed(*line)


def test_a_charity_is_told_to_run_what_the_demonstration_runs():
    told = {command_of(line)[0] for line in [*CRON, *BLOCKS["ini"].splitlines()] if "manage.py " in line}
    assert {line[0] for line in BESIDE} <= told


NIGHTLY = ("expire_imports", "find_duplicates", "open_basics")


@pytest.mark.parametrize("name", NIGHTLY)
def test_what_is_to_run_every_night_is_in_the_list(name):
    assert [line for line in CRON if command_of(line) == [name]]


def test_the_demonstration_says_where_letters_and_texts_come_out(capsys, db, settings, tmp_path):
    settings.VAR = tmp_path
    Command().greet()
    said = capsys.readouterr().out
    assert f"send_reminders: letters come out here, texts in {tmp_path / 'texts'}" in said


@pytest.mark.parametrize("line", CRON)
def test_each_line_for_cron_can_be_typed(line):
    *fields, rest = line.split(maxsplit=5)
    for field, (low, high) in zip(fields, RANGES, strict=True):
        assert re.fullmatch(r"(\*|\d+)(/\d+)?", field)
        assert all(low <= int(number) <= high for number in re.findall(r"\d+", field))
    assert parsed(*command_of(rest))
    assert "%" not in rest  # cron would take it for the end of a line


def test_the_service_can_be_read_and_starts_what_exists():
    service = ConfigParser(interpolation=None, strict=False)
    service.optionxform = str
    service.read_string(BLOCKS["ini"])
    assert service.sections() == ["Unit", "Service", "Install"]
    assert parsed(*command_of(service["Service"]["ExecStart"]))
    assert service["Service"]["Restart"] == "always"


def test_reminders_that_stay_look_again_until_they_are_stopped(db, monkeypatch):
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("throughgate.notices.management.commands.send_reminders.time.sleep", sleep)
    monkeypatch.setattr("throughgate.notices.management.commands.send_reminders.close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("send_reminders", "--every", "10", verbosity=0)
    assert slept == [600, 600]


def test_letters_that_nobody_asked_for_lead_to_where_it_is_served(monkeypatch):
    monkeypatch.delenv("THROUGHGATE_URL", raising=False)
    assert environment_at("8123")["THROUGHGATE_URL"] == "http://127.0.0.1:8123"
    monkeypatch.setenv("THROUGHGATE_URL", "https://demo.example.org")
    assert environment_at("8123")["THROUGHGATE_URL"] == "https://demo.example.org"
