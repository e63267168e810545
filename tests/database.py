"""What the tests' database is copied from: all migrations, run once from the first to the last.

They take several seconds, and every process of every run would run them. What they made is kept (SQLite: a file under
`build/`; PostgreSQL: a database of that cluster) under a name that is made of what stands in them, so that a change
makes it anew. Django's own `migrate` still goes over each copy, and finds nothing left to do.

`python -m tests.database` makes it ahead of the tests.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.files import locks
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "test-database"


@cache
def name_of_pattern() -> str:
    """Of a database to which the migrations of every application were put, as they stand now."""
    digest = hashlib.sha256(f"{django.get_version()} {connection.vendor}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(f"{app.label} {file.name}".encode() + file.read_bytes())
    return f"throughgate_pattern_{digest.hexdigest()[:16]}"


def kept_file() -> Path:
    return KEPT / f"{name_of_pattern()}.sqlite3"


def is_made() -> bool:
    if connection.vendor == "sqlite":
        return kept_file().exists()
    with connection.creation._nodb_cursor() as cursor:
        return connection.creation._database_exists(cursor, name_of_pattern())


def make_pattern() -> None:
    """Nothing where it is there. A process that dies on the way leaves nothing under the name."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as held:
        locks.lock(held, locks.LOCK_EX)
        if not is_made():
            _MAKERS[connection.vendor]()


def _make_file() -> None:
    connection.creation.create_test_db(verbosity=0, serialize=False)
    on_the_way = kept_file().with_suffix(".part")
    on_the_way.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(on_the_way)])
    on_the_way.rename(kept_file())


def _make_database() -> None:
    on_the_way = connection.settings_dict["TEST"]["NAME"] = f"{name_of_pattern()}_part"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    quote = connection.ops.quote_name
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {quote(on_the_way)} RENAME TO {quote(name_of_pattern())}")


_MAKERS = {"sqlite": _make_file, "postgresql": _make_database}


def _have_it_made() -> None:
    """By a process of its own: the database of this one is still to come."""
    if not is_made():
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        subprocess.run([sys.executable, "-m", "tests.database"], cwd=ROOT, env=environment, check=True)


def begin_file_with_pattern(path: Path) -> None:
    """For what a test does with a SQLite file of its own. On PostgreSQL there is no file to copy: it begins empty."""
    if connection.vendor == "sqlite":
        _have_it_made()
        shutil.copyfile(kept_file(), path)


def copy_pattern() -> None:
    """Has the test database of this process begin as a copy."""
    _have_it_made()
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = name_of_pattern()
    else:
        connection.creation._create_test_db = _filled(connection.creation._create_test_db)


def _filled(make_empty: Any) -> Any:
    def make(*args: Any, **kwargs: Any) -> str:
        name = make_empty(*args, **kwargs)
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        with closing(sqlite3.connect(f"{kept_file().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(connection.connection)
        return name

    return make


if __name__ == "__main__":
    os.environ["THROUGHGATE_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughgate.config.settings"
    django.setup()
    make_pattern()
