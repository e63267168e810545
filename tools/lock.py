"""Pins requirements/*.in into requirements/*.txt for every Python and platform, with hashes and no package index."""

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
HOW = [
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
]


def main() -> None:
    for wanted in ("uv", "app", "dev", "node", "peers"):
        source, target = REQUIREMENTS / f"{wanted}.in", REQUIREMENTS / f"{wanted}.txt"
        subprocess.run(
            [sys.executable, "-m", "uv", "pip", "compile", "-q", *HOW, *sys.argv[1:], str(source), "-o", str(target)],
            check=True,
        )
        print(f"requirements/{wanted}.txt")


if __name__ == "__main__":
    main()
