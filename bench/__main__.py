"""`python -m bench [--small] [--out FOLDER] [SECTION ...]`: one line a figure, and all of them in results.json."""

import argparse
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import ROOT, load, stores
from bench.figures import Aim, Figure, Results, machine_facts

RADIUS_AIM = Aim(2, on="ratio")
EVIDENCE_AIMS = {
    "evaluate, 1,000,000 people": Aim(6),
    "evaluate, 1,000,000 people, peak memory": Aim(1_000),
    "evaluate on duckdb, 10,000,000 people, peak memory": Aim(2_000),
}


def pages(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.pages import figures

    return figures(folder, small=small)


def settle(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.settling import figures

    return figures(folder, small=small)


def story(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.telling import figures

    return figures(folder, small=small)


def handover(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.handing import figures

    return figures(folder, small=small)


def register(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.registering import figures

    return figures(folder, small=small)


def measures(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.scoring import figures

    return figures(folder, small=small)


def reports(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.reporting import figures

    return figures(folder, small=small)


def evidence(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.evidence import figures

    if small:
        return
    for found in figures():
        name = found["name"].removeprefix("evidence: ")
        aim = RADIUS_AIM if name.startswith("radius step") else EVIDENCE_AIMS.get(name)
        ratio, note = found.get("ratio"), found.get("note") or ""
        yield Figure("evidence", name, found["value"], found["unit"], ratio, "plain NumPy" if ratio else "", aim, note)


def plainly(section: str, found: Mapping[str, Any]) -> Figure:
    """Figures of the evidence engine's own modules, which know nothing of the bench."""
    name, ratio = found["name"].removeprefix("evidence: "), found.get("ratio")
    note = found.get("note") or ""
    aim = EVIDENCE_AIMS.get(name)
    return Figure(section, name, found["value"], found["unit"], ratio, found.get("against", ""), aim, note)


def peers(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.evidence_peers import figures

    return iter(()) if small else figures(folder, small)


def scale(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.evidence_scale import figures

    return iter(()) if small else (plainly("scale", found) for found in figures())


def link(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.evidence_link import figures

    return iter(()) if small else (plainly("link", found) for found in figures())


def coverage(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.coverage import figures

    return (plainly("coverage", found) for found in figures(quick=small))


def duplicates(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.duplicates import figures

    return figures(folder, small=small)


def importing(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.importing import figures

    return figures(folder, small=small)


def release_board(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.releasing import figures

    return figures(folder, small=small)


def release_day(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.release_day import figures

    return figures(folder, small=small)


def replanning(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.replanning import figures

    return figures(folder, small=small)


def fidelity(folder: Path, small: bool) -> Iterator[Figure]:
    from bench.faithful import figures

    return figures(folder, small=small)


SECTIONS: Mapping[str, Callable[[Path, bool], Iterator[Figure]]] = {
    "settle": settle,
    "pages": pages,
    "duplicates": duplicates,
    "import": importing,
    "story": story,
    "handover": handover,
    "register": register,
    "measures": measures,
    "reports": reports,
    "release_board": release_board,
    "release_day": release_day,
    "replanning": replanning,
    "fidelity": fidelity,
    "evidence": evidence,
    "peers": peers,
    "scale": scale,
    "link": link,
    "coverage": coverage,
}
# Simulations take long and change only when a method does.
UNASKED = frozenset({"coverage"})


def database_words(store: stores.Store) -> str:
    if isinstance(store, stores.Server):
        return f"PostgreSQL at {urlsplit(store.address).hostname or 'a socket'}"
    return f"SQLite {sqlite3.sqlite_version}"


def wanted_unasked() -> list[str]:
    return [name for name in SECTIONS if name not in UNASKED]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "sections",
        nargs="*",
        metavar="SECTION",
        help=f"one of {', '.join(SECTIONS)}; all but {', '.join(UNASKED)} if none is named",
    )
    parser.add_argument(
        "--small", action="store_true", help="a minute's smoke: a few people, a second a page; the figures mean nothing"
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "bench" / "out", help="where results.json and the databases go"
    )
    asked = parser.parse_args(words)
    unknown = sorted(set(asked.sections) - set(SECTIONS))
    if unknown:
        parser.error(f"there is no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    folder = asked.out.resolve()
    if not asked.small:
        load.bring_wrk()
    facts = {name: version(name) for name in ("django", "gunicorn")}
    machine = machine_facts(
        database=database_words(stores.store_in(folder)), load_by=load.generator(), small=str(asked.small), **facts
    )
    results = Results(folder, machine)
    failed = [name for name in asked.sections or wanted_unasked() if not take(results, name, folder, asked.small)]
    print(f"\n{len(results.figures)} figures are in {folder / 'results.json'}")
    return len(failed)


def take(results: Results, name: str, folder: Path, small: bool) -> bool:
    """A section that breaks is said loudly, and the others still run. No figure, however slow, is a failure."""
    try:
        results.take(SECTIONS[name](folder, small))
    except Exception as broken:
        print(f"{name} BROKE: {type(broken).__name__}: {broken}", file=sys.stderr, flush=True)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
