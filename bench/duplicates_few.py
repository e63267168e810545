"""The same search where there are few people: those of a file (`duplicates_demo`), some of them on record twice with
mistakes, as often as there are seeds, all counted together: `python -m bench.duplicates_few WAY FILE SHARE SEEDS`
prints JSON. WAY is `rules` or `splink`.
"""

import json
import logging
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench import database
from bench.duplicates_people import Made, perturbed, true_pairs
from bench.duplicates_quality import Pair, pooled

Found = Mapping[str, set[Pair]]  # what is suggested, and what of it is almost certain


def by_rules(records: Sequence[Made]) -> Found:
    """On the database, as the application does it; everything is taken back afterwards."""
    from django.db import transaction

    from bench.duplicates_rules import fill, suggested
    from throughgate.people.services.duplicates import look_through_everybody

    with transaction.atomic():
        fill(records)
        look_through_everybody()
        kept = suggested()
        transaction.set_rollback(True)
    return {"likely": set(kept), "same": {pair for pair, (likeness, _) in kept.items() if likeness == "same"}}


def by_splink(records: Sequence[Made]) -> Found:
    """Learning from these few people alone, as it would have to."""
    from bench.duplicates_splink import LIKELY, SAME, find

    found = find(records)
    limits = {"likely": LIKELY, "same": SAME}
    return {name: {pair for pair, odds in found.items() if odds >= limit} for name, limit in limits.items()}


WAYS: Mapping[str, Callable[[Sequence[Made]], Found]] = {"rules": by_rules, "splink": by_splink}


def main(way: str, path: Path, share: float, seeds: int) -> None:
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    people = [_read(one) for one in json.loads(path.read_text())]
    rounds = []
    for seed in range(seeds):
        records = perturbed(people, share, seed)
        rounds.append((WAYS[way](records), true_pairs(records)))
    json.dump(pooled(rounds) | {"people": len(people)}, sys.stdout)


def _read(said: dict[str, Any]) -> Made:
    return Made(**said | {"born_on": date.fromisoformat(said["born_on"]) if said["born_on"] else None})


if __name__ == "__main__":
    database.set_up_django()
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
