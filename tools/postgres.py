"""A throw-away PostgreSQL cluster: made in a temporary folder, spoken to over its own socket, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from setup import apt_install

OWNER = "postgres"
# Durability is of no use to a cluster that is thrown away; neither is what pays off over days or over millions of rows.
FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("autovacuum=off", "jit=off", "listen_addresses=", "max_connections=60"),
)


class NoPostgresError(RuntimeError):
    """PostgreSQL is not here and could not be brought."""


def find_binaries() -> Path | None:
    """The folder of the newest initdb, from Debian's place or the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3].split(".")[0]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def _as_owner(*command: object) -> list[str]:
    """initdb refuses root, so root runs the cluster as the package's own user."""
    words = [str(c) for c in command]
    return ["runuser", "-u", OWNER, "--", *words] if os.geteuid() == 0 else words


@contextmanager
def throwaway_cluster() -> Iterator[str]:
    """The DATABASE_URL of a fresh cluster. Raises NoPostgresError."""
    binaries = find_binaries() or (find_binaries() if apt_install("postgresql") else None)
    if binaries is None:
        raise NoPostgresError("PostgreSQL is not installed and could not be. On Debian: `apt-get install postgresql`.")
    folder = Path(tempfile.mkdtemp(prefix="throughgate-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    user = OWNER if os.geteuid() == 0 else os.environ.get("USER", OWNER)
    subprocess.run(
        _as_owner(binaries / "initdb", "-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync"), **quiet
    )
    options = " ".join(f"-c {setting}" for setting in (*FAST, f"unix_socket_directories={folder}"))
    control = _as_owner(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
    subprocess.run([*control, "-o", options, "start"], **quiet)
    try:
        yield f"postgres://{user}@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)
