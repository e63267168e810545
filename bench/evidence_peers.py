"""The evidence engine beside its peers, on the same people in the same run: seconds and peak memory.

Each is a process of its own. What cannot be installed or does not finish is said so. MatchIt 4.7.2 is not in Debian:
its radius figure is a recorded one.
Alone: ``python -m bench peers``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from bench import ROOT
from bench.evidence_data import COVARIATES, make_people
from bench.figures import Figure

SIZES = (10_000, 100_000, 1_000_000)
# Seconds after which a peer is stopped; its row then says so.
LIMIT = 300
TASKS = ("propensity", "radius", "one-to-one", "balance")
PYTHON_PEERS = {
    "propensity": ("statsmodels",),
    "radius": ("pymatchit-causal",),
    "one-to-one": ("pymatchit-causal", "causalml"),
    "balance": ("pymatchit-causal", "causalml"),
}
R_TASKS = ("propensity", "one-to-one", "balance")
# Sizes from which a peer passed the limit or nearly all memory of a machine with 24 GB; not run again.
HOPELESS = {
    ("pymatchit-causal", "radius"): (100_000, f"over {LIMIT} s"),
    ("pymatchit-causal", "one-to-one"): (1_000_000, "246 s and 22.5 GB"),
    ("pymatchit-causal", "balance"): (1_000_000, "its matching alone took 246 s and 22.5 GB"),
}
RECORDED = {("radius", 10_000): ("MatchIt 4.7.2 (recorded)", 59.8)}


@dataclass(frozen=True)
class Timed:
    """`trouble` says why there is no figure."""

    peer: str
    seconds: float | None
    megabytes: float | None = None
    trouble: str = ""


def figures(folder: Path, small: bool) -> Iterator[Figure]:
    environment = Peers(folder / "peers")
    for people in SIZES[:1] if small else SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            data = lay_out(Path(scratch), people)
            for task in TASKS:
                yield from rows(task, people, [environment.time(peer, task, data, people) for peer in peers_of(task)])


def peers_of(task: str) -> list[str]:
    return ["ours", *(["R"] if task in R_TASKS else []), *PYTHON_PEERS[task]]


def rows(task: str, people: int, timed: list[Timed]) -> Iterator[Figure]:
    """Ours first, its ratio to the quickest peer; under 1 is first in the row."""
    ours, *others = timed
    quickest = min(
        (other for other in others if other.seconds is not None), key=lambda other: other.seconds or 0, default=None
    )
    ratio = ours.seconds / quickest.seconds if quickest and quickest.seconds and ours.seconds else None
    yield figure(task, people, ours, ratio, quickest.peer if quickest else "")
    for other in others:
        yield figure(task, people, other)
    if (task, people) in RECORDED:
        peer, seconds = RECORDED[task, people]
        yield figure(task, people, Timed(peer, seconds))


def figure(task: str, people: int, timed: Timed, ratio: float | None = None, against: str = "") -> Figure:
    memory = f"peak {timed.megabytes:,.0f} MB" if timed.megabytes else ""
    name = f"{task}, {people:,}: {timed.peer}"
    return Figure("peers", name, timed.seconds, "s", ratio, against, note=timed.trouble or memory)


def lay_out(folder: Path, people: int) -> dict[str, Path]:
    """The same numbers for everyone: rows treated, c0 … c14, reoffended, true logit, as .npy and as plain doubles."""
    parquet = folder / "people.parquet"
    make_people(parquet, people)
    columns = duckdb.sql(f"FROM '{parquet}'").fetchnumpy()
    covariates = [columns[name] for name in COVARIATES]
    logit = sum(column * (0.25 if at % 2 else -0.2) for at, column in enumerate(covariates))
    table = np.vstack([columns["treated"], *covariates, columns["reoffended"], logit])
    np.save(folder / "people.npy", table)
    table.tofile(folder / "people.bin")
    return {"npy": folder / "people.npy", "bin": folder / "people.bin"}


class Peers:
    """Where the peers are: an environment of their own, made once, and R from Debian."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.no_python = "" if self.python.exists() else self.make()
        self.no_r = "" if has_matchit() else bring_matchit()

    def make(self) -> str:
        """What went wrong, or nothing."""
        uv = [sys.executable, "-m", "uv"]
        steps = (
            [*uv, "venv", "-q", "--clear", "--python", sys.executable, str(self.folder)],
            [
                *uv,
                "pip",
                "install",
                "-q",
                "--python",
                str(self.python),
                "--require-hashes",
                "-r",
                "requirements/peers.txt",
            ],
        )
        for step in steps:
            if subprocess.run(step, cwd=ROOT, capture_output=True).returncode:
                shutil.rmtree(self.folder, ignore_errors=True)
                return "could not be installed"
        return ""

    def time(self, peer: str, task: str, data: dict[str, Path], people: int) -> Timed:
        missing = self.no_r if peer == "R" else "" if peer == "ours" else self.no_python
        name = {"R": "R glm" if task == "propensity" else "MatchIt 4.5.1", "ours": "throughgate_evidence"}.get(
            peer, peer
        )
        if missing:
            return Timed(name, None, trouble=missing)
        least, found = HOPELESS.get((peer, task), (people + 1, ""))
        if people >= least:
            return Timed(name, None, trouble=f"not run again: {found} when it was")
        return run(name, self.command(peer, task, data, people))

    def command(self, peer: str, task: str, data: dict[str, Path], people: int) -> list[str]:
        folder = ROOT / "bench" / "peers"
        if peer == "R":
            return ["Rscript", str(folder / "peers.R"), task, str(data["bin"]), str(people)]
        if peer == "ours":
            return [sys.executable, "-m", "bench.peers.ours", task, str(data["npy"])]
        return [str(self.python), str(folder / "python_peers.py"), peer, task, str(data["npy"])]


def run(peer: str, command: list[str]) -> Timed:
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    started = subprocess.Popen(
        [sys.executable, "-m", "bench.evidence_run", *command],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        answer, _ = started.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        return Timed(peer, None, trouble=f"stopped after {LIMIT} s")
    measured = json.loads(answer)
    if started.returncode:
        return Timed(peer, None, measured["megabytes"], f"it failed, with {measured['megabytes']:,.0f} MB in use")
    return Timed(peer, json.loads(measured["said"])["seconds"], measured["megabytes"])


def has_matchit() -> bool:
    if not shutil.which("Rscript"):
        return False
    return not subprocess.run(["Rscript", "-e", "library(MatchIt)"], capture_output=True).returncode


def bring_matchit() -> str:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for step in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", "r-base-core", "r-cran-matchit"],
        ):
            subprocess.run(
                ["apt-get", *step], capture_output=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            )
    return "" if has_matchit() else "R and its package MatchIt are not here"
