"""The command ``throughgate-evidence``. Results go to files, words to the screen, trouble to exit code 2."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..link import command as link
from ..protocol import command as plan
from ..refusals import EvidenceInputError
from ..version import package_version
from . import evaluate, pool, power

COMMANDS = (plan, link, evaluate, power, pool)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0 done, 2 something is wrong and nothing was written, 130 stopped."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except EvidenceInputError as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"{error.filename or 'A file'} cannot be read or written: {error.strerror}.")
    except KeyboardInterrupt:
        return refuse("Stopped. No file was written.", code=130)


def refuse(message: str, code: int = 2) -> int:
    sys.stderr.write(f"throughgate-evidence: {message}\n")
    return code


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="throughgate-evidence", description="Does a programme work, and how sure are we?"
    )
    parser.add_argument("--version", action="version", version=package_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for room in COMMANDS:
        room.add_parser(commands)
    return parser
