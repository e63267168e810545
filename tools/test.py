"""The whole suite on SQLite, then all that knows a database on a throw-away PostgreSQL cluster.

Words after the command go to pytest.
"""

import os
import subprocess
import sys
from pathlib import Path

from postgres import NoPostgresError, throwaway_cluster

ROOT = Path(__file__).resolve().parent.parent
# Run once. The evidence library and its documents know no database (import-linter holds it); axe looks at how pages are
# drawn, and what fills them is tested on both databases; the bench makes a SQLite file of its own.
ONCE = (
    "tests/unit/evidence",
    "tests/spec/evidence",
    "tests/oracle",
    "tests/functional/test_tutorial.py",
    "tests/functional/test_evidence_docs.py",
    "tests/functional/test_every_page.py",
    "tests/unit/bench",
)
SKIPPED_LOUDLY = """
!!! The PostgreSQL leg was SKIPPED: {reason}
!!! The suite has run on SQLite only.
"""


def leg(name: str, database: str | None, words: list[str]) -> int:
    print(f"\n=== {name} ===", flush=True)
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    environment["THROUGHGATE_MODE"] = "test"
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *words], cwd=ROOT, env=environment
    ).returncode


def main(words: list[str]) -> int:
    failed = leg("SQLite", None, words)
    try:
        with throwaway_cluster() as url:
            ignored = [f"--ignore={place}" for place in ONCE]
            failed = leg("PostgreSQL", url, [*ignored, *words]) or failed
    except NoPostgresError as missing:
        print(SKIPPED_LOUDLY.format(reason=missing), flush=True)
        # In CI a leg that did not run is a failure; on a laptop it is a warning.
        failed = failed or bool(os.environ.get("CI"))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
