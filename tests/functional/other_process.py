"""A second process on the same database as the test's: to be killed, or to race."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def shared_database(folder: Path) -> str:
    """The address of a database that other processes can open, with what the test wrote so far.

    PostgreSQL: the test's own. SQLite: the test's lives in this process's memory, so the others get a copy as a file.
    """
    if connection.vendor == "postgresql":
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    path = folder / "shared.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return f"sqlite:///{path}"


def start(script: str, *words: str, address: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "THROUGHGATE_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "throughgate.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DATABASE_URL": address,
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", script, *words], env=environment, cwd=ROOT, text=True, **pipes)


def count_rows(address: str, model: type) -> int:
    if not address.startswith("sqlite"):
        return model.objects.count()
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as opened:
        return opened.execute(f"SELECT count(*) FROM {model._meta.db_table}").fetchone()[0]  # noqa: S608 – our own table
