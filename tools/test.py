"""The whole suite on SQLite, then all that can reach a database on a throw-away PostgreSQL cluster.

Words after the command go to pytest.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bytecode import kept_bytecode
from postgres import NoPostgresError, throwaway_cluster

ROOT = Path(__file__).resolve().parent.parent
# Not even collected for PostgreSQL. The evidence library knows no database (import-linter holds it); axe over every
# page looks at how pages are drawn, and the walks ask each page whom it answers and which words stand on it: what fills
# pages, and that lists and checks agree, is tested on both databases. Whole programmes are walked through pages once.
ONCE = (
    *("tests/unit/evidence", "tests/spec/evidence", "tests/oracle", "tests/functional/test_every_page.py"),
    *("tests/access/test_walk.py", "tests/access/test_walls.py", "tests/access/test_walls_told.py"),
    "tests/unit/family/test_family_wall.py",
    *(f"tests/functional/test_whole_{name}_journey.py" for name in ("mentoring", "family", "jobs", "recovery")),
    "tests/unit/bench",
)
SKIPPED_LOUDLY = """
!!! The PostgreSQL leg was SKIPPED: {reason}
!!! The suite has run on SQLite only.
"""


def environment_of(database: str | None) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    address = {"DATABASE_URL": database} if database else {}
    return kept | kept_bytecode() | address | {"THROUGHGATE_MODE": "test"}


def leg(name: str, database: str | None, words: list[str]) -> int:
    print(f"\n=== {name} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    return subprocess.run([*command, *words], cwd=ROOT, env=environment_of(database)).returncode


@contextmanager
def patterns_beside(*databases: str | None) -> Iterator[None]:
    """What the tests of each leg copy their database from is made meanwhile; a leg that is there first waits for it."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        for database in databases:
            beside.submit(
                subprocess.run, [sys.executable, "-m", "tests.database"], cwd=ROOT, env=environment_of(database)
            )
        yield


def main(words: list[str]) -> int:
    try:
        with throwaway_cluster() as url, patterns_beside(None, url):
            failed = leg("SQLite", None, ["--database=first", *words])
            ignored = [f"--ignore={place}" for place in ONCE]
            return leg("PostgreSQL", url, ["--database=second", *ignored, *words]) or failed
    except NoPostgresError as missing:
        failed = leg("SQLite", None, words)
        print(SKIPPED_LOUDLY.format(reason=missing), flush=True)
        # In CI a leg that did not run is a failure; on a laptop it is a warning.
        return failed or int(bool(os.environ.get("CI")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
