"""How fast linking is, what memory it takes and how good its links are. Alone: ``python -m bench.evidence_link``.

People are made up (`throughgate_evidence.link.synthetic`), so that the truth is known. A linkage is run as a user runs
it, a process of its own, from two CSV files to counts; the making of the people is not in the time.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from throughgate_evidence.link.synthetic import make_truth_set

ROOT = str(Path(__file__).parents[1])
SOURCE = str(Path(ROOT) / "src")
PARTICIPANTS = 5_000
RECORDS = (50_000, 100_000, 1_000_000)
METHODS = ("deterministic", "probabilistic", "both")
SEED = 20_261
PEER = "Splink 5 by itself, recorded, other made-up people: 5,000 among 1,000,000 in 6.3 s, recall .989, 538 MB"

Figure = dict[str, Any]


def figures() -> Iterator[Figure]:
    """One line a figure: name, value, unit, note."""
    with tempfile.TemporaryDirectory() as folder:
        for records in RECORDS:
            paths = make_files(Path(folder), records)
            for method in METHODS:
                yield from method_figures(paths, records, method)


def make_files(folder: Path, records: int) -> dict[str, Path]:
    made = make_truth_set(PARTICIPANTS, records, seed=SEED)
    participants, others = made.write(folder)
    truth = folder / "truth.csv"
    with truth.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["participant", "record"])
        writer.writerows((participant, record or "") for participant, record in made.truth.items())
    return {"participants": participants, "records": others, "truth": truth, "json": folder / "out.json"}


def method_figures(paths: dict[str, Path], records: int, method: str) -> Iterator[Figure]:
    cost = run_command(paths, method)
    measured = json.loads(paths["json"].read_text(encoding="utf-8"))["measured"]
    name, note = f"evidence: link {PARTICIPANTS:,} among {records:,}, {method}", PEER if records == RECORDS[-1] else ""
    yield {"name": name, "value": round(cost["seconds"], 1), "unit": "s", "note": note}
    yield {"name": f"{name}, peak memory", "value": round(cost["megabytes"]), "unit": "MB", "note": note}
    for what in ("precision", "recall"):
        found = measured["overall"][what]
        limits = f"{found['count']:,} of {found['of']:,}, 95 % interval {found['lower']:.4f} to {found['upper']:.4f}"
        yield {"name": f"{name}, {what}", "value": round(found["share"], 4), "unit": "", "note": limits}
    yield {"name": f"{name}, for a person to decide", "value": measured["in_review"], "unit": "people", "note": ""}


def run_command(paths: dict[str, Path], method: str) -> dict[str, float]:
    """Wall-clock seconds and peak resident memory in MB of one linkage."""
    command = [
        *(sys.executable, "-m", "throughgate_evidence", "link", str(paths["participants"]), str(paths["records"])),
        *("--method", method, "--truth", str(paths["truth"]), "--json", str(paths["json"])),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "bench.evidence_run", *command],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((SOURCE, ROOT))},
        capture_output=True,
        text=True,
        check=True,
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure['name']}: {figure['value']} {figure['unit']}  {figure['note']}".rstrip(), flush=True)
