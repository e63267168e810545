"""A slip in a file of the organisation's own stops no alarm and no reminder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class


@pytest.mark.parametrize("name", ["raise_alarms", "send_reminders"])
def test_nothing_that_is_wrong_elsewhere_stops_it(name):
    command = load_command_class(get_commands()[name], name)
    assert command.requires_system_checks == ()


def test_a_command_is_stopped_by_a_faulty_file_and_the_alarms_are_not(tmp_path):
    """As they are started: by name, in a process of their own."""
    (tmp_path / "questions" / "bank").mkdir(parents=True)
    (tmp_path / "questions" / "bank" / "ours.yaml").write_text("items: [\n")
    environment = {**os.environ, "THROUGHGATE_VAR": str(tmp_path), "THROUGHGATE_MODE": "test"}
    said = {}
    for name in ("find_duplicates", "raise_alarms"):
        command = [sys.executable, str(Path(__file__).parents[3] / "manage.py"), name]
        said[name] = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stderr
    assert "story.E001" in said["find_duplicates"] and "story.E001" not in said["raise_alarms"]
