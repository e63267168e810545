"""Everything that can be said without running the application's tests; all of it is run, then the verdict."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "the house": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "--lint", "--quiet", "src/throughgate"],
    "security": ["bandit", "-q", "-c", "pyproject.toml", "-r", "src"],
    "django": ["python", "manage.py", "check"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}


def main() -> int:
    environment = {**os.environ, "THROUGHGATE_MODE": "test", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run(
            [BIN / command[0], *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
