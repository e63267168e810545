"""Production refuses to start while something is unsafe. Real processes, real environments."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import begin_file_with_pattern

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
SAFE = {
    "THROUGHGATE_MODE": "production",
    "SECRET_KEY": "kP3vT9xQ2mZ7rB5nW8yL4cF6hJ1sD0gA-eU2iO7tR5wE9qX3zV",
    "THROUGHGATE_FIELD_KEYS": "k1:Yd8sKq2LmV7xRt4BnW9zPc3HfJ6gTe5Q",
    "ALLOWED_HOSTS": "records.example.org",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}
UNSAFE = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is the demonstration key or shorter"),
    ({"SECRET_KEY": "throughgate-demonstration-key-never-for-real-people"}, "SECRET_KEY is the demonstration key"),
    ({"SECRET_KEY": "short"}, "Set it to a long random value"),
    ({"THROUGHGATE_FIELD_KEYS": None}, "THROUGHGATE_FIELD_KEYS is not set"),
    ({"THROUGHGATE_FIELD_KEYS": "k1"}, "THROUGHGATE_FIELD_KEYS must be `id:secret`"),
    ({"THROUGHGATE_FIELD_KEYS": "k1:short"}, "The key 'k1' of THROUGHGATE_FIELD_KEYS is shorter"),
    ({"THROUGHGATE_FIELD_KEYS": f"k1:{SAFE['SECRET_KEY']}"}, "or is SECRET_KEY"),
    ({"DEBUG": "1"}, "DEBUG is on. Unset DEBUG"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is empty or allows every host"),
    ({"THROUGHGATE_TLS_COOKIES": "off"}, "Cookies may travel without TLS"),
    ({"THROUGHGATE_SECOND_FACTOR": "optional"}, "The second factor is optional"),
    ({"EMAIL_BACKEND": None}, "E-mail goes to the log"),
]


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    """A folder with a database that is set up and empty."""
    folder = tmp_path_factory.mktemp("var")
    begin_file_with_pattern(folder / "throughgate.sqlite3")
    made = run(folder, "manage.py", "migrate", "--run-syncdb", "--skip-checks", "-v0", THROUGHGATE_MODE="test")
    assert made.returncode == 0, made.stderr
    return folder


def run(var: Path, *arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    env = kept | SAFE | {"THROUGHGATE_VAR": str(var), "PYTHONPATH": str(ROOT / "src")} | environment
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=300,  # a loaded machine takes long to migrate
        check=False,
    )


def start(var: Path, **environment: str | None) -> subprocess.CompletedProcess[str]:
    return run(var, "-c", "import throughgate.config.wsgi; print('started')", **environment)


def test_safe_settings_start(var):
    started = start(var)
    assert (started.returncode, started.stdout) == (0, "started\n"), started.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"), UNSAFE, ids=lambda value: "".join(value) if isinstance(value, dict) else ""
)
def test_unsafe_settings_do_not_start_and_say_how_to_mend_it(var, environment, sentence):
    refused = start(var, **environment)
    assert refused.returncode != 0
    assert "Throughgate will not start" in refused.stderr and sentence in refused.stderr


def test_every_problem_is_listed_at_once(var):
    refused = start(var, SECRET_KEY="x", ALLOWED_HOSTS="", DEBUG="1", THROUGHGATE_FIELD_KEYS=None)
    assert refused.stderr.count("\n  * ") == 4


def test_secret_values_are_not_printed(var):
    refused = start(var, SECRET_KEY="swordfish-1", THROUGHGATE_FIELD_KEYS="k1:swordfish-2")
    assert "swordfish" not in refused.stderr.split("Throughgate will not start")[1]


def test_database_that_is_not_set_up_does_not_start(tmp_path):
    assert "run `manage.py migrate`" in start(tmp_path).stderr


def test_demo_accounts_do_not_start_and_can_be_closed(var):
    add = (
        "from throughgate.accounts.models import User;"
        "User.objects.create_user('manager@demo.throughgate.example', None, name='Demo', role='manager')"
    )
    run(var, "manage.py", "shell", "--no-imports", "-c", add, THROUGHGATE_MODE="test")
    refused = start(var)
    assert refused.returncode != 0 and "close_demo_accounts" in refused.stderr
    assert run(var, "manage.py", "close_demo_accounts", "--skip-checks").returncode == 0
    assert start(var).returncode == 0


def test_the_demonstration_starts_without_any_of_it(tmp_path):
    started = start(tmp_path, THROUGHGATE_MODE="demo", SECRET_KEY="", THROUGHGATE_FIELD_KEYS=None, ALLOWED_HOSTS="")
    assert started.returncode == 0, started.stderr


def test_check_deploy_passes_where_everything_is_safe(var):
    checked = run(var, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr


def test_check_deploy_lists_the_same_problems_and_djangos_own(var):
    checked = run(var, "manage.py", "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY="x", DEBUG="1")
    assert checked.returncode == 1
    assert "Set it to a long random value" in checked.stderr and "DEBUG is on" in checked.stderr
    assert "security.W009" in checked.stderr
