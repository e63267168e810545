"""Everything that can be said without running the application's tests; all of it is run, then the verdict."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bytecode import kept_bytecode

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {  # the longest first: they run two at a time
    "types": ["mypy"],
    "security": ["bandit", "-q", "-c", "pyproject.toml", "-r", "src"],
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "the house": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "--lint", "--quiet", "src/throughgate"],
    "django": ["python", "manage.py", "check"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | kept_bytecode() | {"THROUGHGATE_MODE": "test", "PATH": path}
    return subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True)


def main() -> int:
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as two:
        for name, done in zip(CHECKS, two.map(run, CHECKS.values()), strict=True):
            print(f"{'FAILED' if done.returncode else 'ok    '} {name}", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout + done.stderr, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
