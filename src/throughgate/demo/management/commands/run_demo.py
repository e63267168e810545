import os
import signal
import subprocess  # nosec B404  # starts our own server and worker
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from throughgate.accounts.models import User
from throughgate.demo.charity import DEMO_PASSWORD, load_charity
from throughgate.notices.texts.to_file import ToFile
from throughgate.people.models import Person


class Command(BaseCommand):
    help = (
        "Serves the demonstration on 127.0.0.1: migrates, loads the demonstration charity if there is nobody, "
        "starts the server and everything that runs beside it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This serves invented people only. Set THROUGHGATE_MODE=demo, or see docs/how-to/install.md."
            )
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not Person.objects.exists():
            self.stdout.write("· Making up about 150 people and what happened with them; this happens once")
            load_charity()
        self.greet()
        sys.exit(serve(os.environ.get("PORT", "8000")))

    def greet(self) -> None:
        address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/"
        lines = [
            f"    {u.email:44} {u.get_role_display()}"
            for u in User.objects.filter(email__endswith="@demo.throughgate.example").order_by("role", "email")
        ]
        self.stdout.write(
            f"\nThroughgate is at {address}\nThe sign-in page has a button for each role. With e-mail and password:\n"
            + "\n".join(lines)
            + f"\n    password of each: {DEMO_PASSWORD}\n"
            + f"\nBeside it run {', '.join(one[0] for one in BESIDE)}:"
            + f" letters come out here, texts in {ToFile().folder}.\n"
            + "Everybody in it is invented. Stop with Ctrl-C; `make run` brings it back as it was.\n"
        )
        self.stdout.flush()


# What a charity's service manager keeps running, too (docs/how-to/install.md).
BESIDE: Sequence[list[str]] = (
    ["db_worker", "--no-startup-delay"],
    ["raise_alarms", "--every", "5", "--verbosity", "0"],
    ["send_reminders", "--every", "10", "--verbosity", "0"],
)


def environment_at(port: str) -> dict[str, str]:
    """What is sent without anybody asking leads to where the demonstration is served."""
    address = {"THROUGHGATE_URL": f"http://127.0.0.1:{port}"}
    return {**address, **os.environ, "DJANGO_SETTINGS_MODULE": "throughgate.config.settings"}


def serve(port: str) -> int:
    """Gunicorn and what runs beside it, until one says stop or Gunicorn ends."""
    gunicorn = [sys.executable, "-m", "gunicorn", "throughgate.config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    workers = str(os.cpu_count() or 2)
    commands: Sequence[list[str]] = (
        [*gunicorn, "--workers", workers, "--log-level", "warning", "--timeout", "60"],
        *([sys.executable, "-m", "django", *one] for one in BESIDE),
    )
    environment = environment_at(port)
    processes = [subprocess.Popen(command, env=environment) for command in commands]  # noqa: S603 - our own command lines  # nosec B603

    def stop(*_: object) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    code = processes[0].wait()
    stop()
    for process in processes[1:]:
        process.wait()
    return 0 if code in {0, -signal.SIGTERM, -signal.SIGINT} else code
