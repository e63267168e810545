"""Where the bench keeps its databases: files in its own folder, or databases of its own on the server of DATABASE_URL.

A charity is filled once a day and kept; what is timed runs on a copy, since saving contacts changes it. Nothing else on
a server is touched.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench import ROOT, SOURCE

PREFIX = "throughgate_bench_"
# A charity is filled anew when one of these changes, and every day, since its people are waited for on days.
WHAT_IT_HANGS_ON = (
    "**/models/*.py",
    "**/models.py",
    "**/migrations/*.py",
    "demo/stories.py",
    "programmes/*.py",
    "programmes/services/projecting.py",
    "programmes/selectors/lives.py",
    "programmes/shipped/*.yaml",
)


class Store(Protocol):
    """Databases by name."""

    def url(self, name: str) -> str: ...
    def names(self) -> Sequence[str]: ...
    def make(self, name: str) -> None: ...
    def rename(self, name: str, to: str) -> None: ...
    def copy(self, name: str, to: str) -> None: ...
    def drop(self, name: str) -> None: ...


@dataclass(frozen=True)
class Files:
    """SQLite: one file a database."""

    folder: Path

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def names(self) -> Sequence[str]:
        return [path.stem for path in self.folder.glob("*.sqlite3")]

    def make(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.drop(name)

    def rename(self, name: str, to: str) -> None:
        self._path(name).rename(self._path(to))

    def copy(self, name: str, to: str) -> None:
        self.drop(to)
        shutil.copyfile(self._path(name), self._path(to))

    def drop(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()


@dataclass(frozen=True)
class Server:
    """PostgreSQL: databases whose names begin with PREFIX, beside the one that the address names."""

    address: str

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{PREFIX}{name}"))

    def names(self) -> Sequence[str]:
        with psycopg.connect(self.address) as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            return [name.removeprefix(PREFIX) for (name,) in rows]

    def make(self, name: str) -> None:
        self.drop(name)
        self._do("CREATE DATABASE {}", name)

    def rename(self, name: str, to: str) -> None:
        self._do("ALTER DATABASE {} RENAME TO {}", name, to)

    def copy(self, name: str, to: str) -> None:
        self.drop(to)
        self._do("CREATE DATABASE {} TEMPLATE {}", to, name)

    def drop(self, name: str) -> None:
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*(sql.Identifier(PREFIX + name) for name in names)))


def store_in(folder: Path) -> Store:
    address = os.environ.get("DATABASE_URL", "")
    return Server(address) if address.startswith("postgres") else Files(folder)


def environment(store: Store, name: str, folder: Path) -> dict[str, str]:
    """For a process that is to work on this database as `make run` would."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(SOURCE), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "throughgate.config.settings",
        "THROUGHGATE_MODE": "demo",
        "THROUGHGATE_VAR": str(folder / "var"),
        "DATABASE_URL": store.url(name),
    }


def charity(store: Store, people: int, folder: Path) -> str:
    """The name of a database with a charity of that size, filled now unless it is there already."""
    return _kept(store, f"charity_{people}_", folder, str(people), start_from=lambda: _kept(store, "tables_", folder))


def tables(store: Store, folder: Path) -> str:
    """The name of a database with the tables and nobody in them."""
    return _kept(store, "tables_", folder)


def _kept(store: Store, kind: str, folder: Path, *words: str, start_from: Callable[[], str] | None = None) -> str:
    name = kind + _key()
    if name in store.names():
        return name
    for old in store.names():
        if old.startswith(kind):
            store.drop(old)
    partial = f"partial_{kind}"
    store.copy(start_from(), partial) if start_from else store.make(partial)
    run_child("bench.charity", *words, environment=environment(store, partial, folder))
    store.rename(partial, name)
    return name


def run_child(module: str, *words: str, environment: dict[str, str]) -> str:
    """What `python -m module words` prints. Raises RuntimeError with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed: {done.stderr[-4000:]}")
    return done.stdout


def _key() -> str:
    own = [ROOT / "bench" / name for name in ("charity.py", "filling.py", "lives.py", "rows.py", "staffing.py")]
    files = sorted({path for pattern in WHAT_IT_HANGS_ON for path in (SOURCE / "throughgate").glob(pattern)})
    digest = sha256(date.today().isoformat().encode())  # noqa: DTZ011 - a new key around midnight does no harm
    for path in (*own, *files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
