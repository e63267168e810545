"""``throughgate-evidence plan``: write, check, lock, amend and show an analysis plan."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..refusals import EvidenceInputError
from .locking import LockedPlan, check_plan, lock_path, lock_plan, refuse_gaps
from .reading import read_plan, read_text
from .template import write_template
from .words import plan_words

LONDON = ZoneInfo("Europe/London")
EXAMPLE = """example:
  throughgate-evidence plan new plan.yaml --data people.csv
  (write the plan)
  throughgate-evidence plan check plan.yaml
  throughgate-evidence plan lock plan.yaml --data people.csv --by "A. Evaluator"

The lock, plan.lock.json, stands beside the plan: keep both. A locked plan that has to change is amended with a reason,
and the report lists every amendment and every setting that was not as planned. Columns with outcomes are not read.
Exit code 0: done. 2: something is wrong; the message says what and where, and no file is written.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``plan`` with its own commands."""
    command = commands.add_parser(
        "plan",
        help="write an analysis plan and lock it before outcomes are read",
        description="Write an analysis plan and lock it before outcomes are read.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    actions = command.add_subparsers(dest="plan_command", required=True, metavar="COMMAND")
    new = add_action(actions, "new", "write a plan to be filled in")
    add_action(actions, "check", "say whether a plan is complete, and as it was locked")
    lock = add_action(actions, "lock", "lock a plan: from now on changes are told")
    amend = add_action(actions, "amend", "lock a changed plan anew, with the reason")
    add_action(actions, "show", "print a plan in plain words")
    new.add_argument("--data", type=Path, metavar="FILE", help="CSV or Parquet whose columns are listed in the plan")
    for action in (lock, amend):
        action.add_argument("--data", type=Path, metavar="FILE", help="the data, to recognise them by (no outcomes)")
        action.add_argument("--by", default="", metavar="NAME", help="who locks it")
    lock.add_argument("--amend", metavar="REASON", help="as the command amend")
    amend.add_argument("--reason", required=True, metavar="WORDS", help="why the plan has to change")


def add_action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    action.add_argument("plan", type=Path, metavar="PLAN.yaml")
    return action


def run(options: argparse.Namespace) -> int:
    """Carry out ``plan …``; returns the exit code."""
    sys.stdout.write(ACTIONS[options.plan_command](options))
    return 0


def new_plan(options: argparse.Namespace) -> str:
    write_template(options.plan, data=options.data)
    return f"{options.plan} is written. Fill it in, then: throughgate-evidence plan check {options.plan}\n"


def check(options: argparse.Namespace) -> str:
    """A plan that is not locked yet is no error, so that it can be checked before."""
    plan = read_plan(options.plan)
    refuse_gaps(read_text(options.plan), options.plan.name)
    if not lock_path(options.plan).exists():
        outcomes = len(plan.outcomes)
        return (
            f"{options.plan} is complete: {len(plan.covariates)} covariates, {outcomes} "
            f"outcome{'' if outcomes == 1 else 's'}. It is not locked yet.\n"
        )
    return state(check_plan(options.plan), options.plan)


def state(locked: LockedPlan, path: Path) -> str:
    times = len(locked.amendments)
    since = f", amended {'once' if times == 1 else f'{times} times'} and unchanged since" if times else " and unchanged"
    return f"{path} is locked since {locked.history[0].day}{since}.\nSHA-256 {locked.digest}\n"


def lock(options: argparse.Namespace) -> str:
    reason = options.reason if options.plan_command == "amend" else options.amend
    locked = lock_plan(options.plan, at=datetime.now(LONDON), locked_by=options.by, data=options.data, amend=reason)
    return f"{state(locked, options.plan)}Keep {lock_path(options.plan).name} with it.\n"


def show(options: argparse.Namespace) -> str:
    """A plan that was changed after it was locked is shown as it is now, with what changed."""
    plan = read_plan(options.plan)
    if not lock_path(options.plan).exists():
        return plan_words(plan)
    try:
        return plan_words(plan, check_plan(options.plan))
    except EvidenceInputError as error:
        return plan_words(plan, state=str(error))


ACTIONS: Mapping[str, Callable[[argparse.Namespace], str]] = {
    "new": new_plan,
    "check": check,
    "lock": lock,
    "amend": lock,
    "show": show,
}
