"""How fast records of one person are found, and how well: by the application's rules, and by Splink 5 beside them.

100,000 made-up people, 5 in a hundred of them on record twice (`duplicates_people`), so that the truth is known. The
rules run on a database as the application runs them, from reading everybody to keeping what is suggested; Splink on the
same people in memory. Then the people of the demonstration charity (`duplicates_few`), with the same mistakes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import stores
from bench.figures import Aim, Figure

SECTION = "duplicates"
RUN = "run_duplicates"
SEED = 20_261
SHARE = 0.05
FULL, SMALL = 100_000, 600
PEER = "Splink 5"
DEMO, DEMO_SMALL = 150, 18
SEEDS, SEEDS_SMALL = 60, 2  # so few people are on record twice that one round would be chance
WAYS = ("rules", "splink")


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    people = SMALL if small else FULL
    words = (str(people), str(SHARE), str(SEED))
    store = stores.store_in(folder)
    store.copy(stores.tables(store, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    rules = json.loads(stores.run_child("bench.duplicates_rules", *words, environment=environment))
    store.drop(RUN)
    splink = None if small else json.loads(stores.run_child("bench.duplicates_splink", *words, environment=environment))
    yield from cost(people, rules, splink)
    for name, words_of in (("suggested", "likely"), ("almost certain", "same"), ("best limit", "best")):
        yield from found(people, name, words_of, rules, splink)
    yield Figure(
        SECTION,
        "one person typed in, p95",
        rules["typed_p95"],
        "ms",
        aim=Aim(300),
        note=f"p50 {rules['typed_p50']:.0f} ms",
    )
    yield from few(folder, small)


def few(folder: Path, small: bool) -> Iterator[Figure]:
    """The demonstration's own people, rules and Splink on the same records."""
    store, people, seeds = stores.store_in(folder), folder / "demo_people.json", SEEDS_SMALL if small else SEEDS
    store.copy(stores.tables(store, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    people.write_text(
        stores.run_child("bench.duplicates_demo", str(DEMO_SMALL if small else DEMO), environment=environment)
    )
    store.copy(stores.tables(store, folder), RUN)
    words = (str(people), str(SHARE), str(seeds))
    for way in WAYS[: 1 if small else None]:
        said = json.loads(stores.run_child("bench.duplicates_few", way, *words, environment=environment))
        yield from found_of_few(said, "rules" if way == "rules" else PEER)
    store.drop(RUN)


def found_of_few(said: dict[str, Any], way: str) -> Iterator[Figure]:
    for name, which in (("suggested", "likely"), ("almost certain", "same")):
        about = f"demonstration, {said['people']} people, {name}, {way}"
        right, pairs, truth = (said[key] for key in (f"{which}_right", f"{which}_pairs", "truth"))
        yield Figure(SECTION, f"{about}: precision", said[f"{which}_precision"], "", note=f"{right} of {pairs} pairs")
        yield Figure(SECTION, f"{about}: recall", said[f"{which}_recall"], "", note=f"{right} of {truth} pairs")


def cost(people: int, rules: dict[str, Any], splink: dict[str, Any] | None) -> Iterator[Figure]:
    name = f"search among {people:,} people"
    note = f"{rules['processor']:.1f} s of processor"
    ratio = rules["seconds"] / splink["seconds"] if splink else None
    yield Figure(SECTION, name, rules["seconds"], "s", ratio, PEER, Aim(30), note)
    yield Figure(SECTION, f"{name}, memory it takes", rules["megabytes"] - rules["idle"], "MB", aim=Aim(500))
    if splink:
        note = f"{splink['processor']:.1f} s of processor, peak {splink['megabytes']:.0f} MB"
        yield Figure(SECTION, f"{name}, {PEER}", splink["seconds"], "s", note=note)


def found(people: int, name: str, which: str, rules: dict[str, Any], splink: dict[str, Any] | None) -> Iterator[Figure]:
    for what in ("precision", "recall"):
        value = rules[f"{which}_{what}"]
        other = splink[f"{which}_{what}"] if splink else None
        note = f"{PEER}: {other:.3f}" if other is not None else ""
        aims = {("same", "precision"): Aim(0.98, at_least=True), ("likely", "recall"): Aim(0.9, at_least=True)}
        aim = None if people == SMALL else aims.get((which, what))
        yield Figure(SECTION, f"{name}, {what}", value, "", aim=aim, note=note)
