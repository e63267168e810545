"""The same search for duplicates with Splink 5, as well as it can be set up here: the same people, short forms and
expectation, blocks of the same kind, m learnt by EM and u from random pairs. Prints JSON.
"""

import json
import logging
import resource
import sys
import warnings
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import Any

import duckdb
import pyarrow as pa

from bench import database
from bench.duplicates_people import Made, make_records, true_pairs
from bench.duplicates_quality import best, quality
from throughgate.people.rules.alike import name_families

SAME = 0.99
LIKELY = 0.5
RANDOM_PAIRS = 2_000_000
BLOCKS = (
    ("birth", "substr(family, 1, 1)"),
    ("birth", "given"),
    ("birth", "short"),
    ("given", "family"),
    ("family", "short", "substr(birth, 1, 4)"),
    ("family", "substr(given, 1, 2)"),
)
SWAPPED = "l.birth = r.birth AND l.given = r.family"
TRAINING = (("birth",), ("given", "family"))


def table_of(records: Sequence[Made]) -> pa.Table:
    from throughgate.people.rules.searching import fold

    rows: list[dict[str, Any]] = []
    for one in records:
        given, family, preferred = (
            fold(name).replace("-", "").replace(" ", "") for name in (one.given, one.family, one.preferred)
        )
        families = sorted(name_families(given) | name_families(preferred))
        rows.append(
            {
                "unique_id": one.key,
                "given": given,
                "family": family,
                "full_name": f"{given} {family}",
                "preferred": preferred or None,
                "families": families or None,
                "short": families[0] if families else None,
                "birth": f"{one.born_on:%Y%m%d}" if one.born_on else None,
                "gender": one.gender or None,
                **{kind: one.numbers.get(kind) for kind in ("prison_number", "crn", "pnc")},
            }
        )
    return pa.Table.from_pylist(rows)


def settings(people: int) -> Any:
    from splink import SettingsCreator
    from splink.blocking_rule_library import CustomRule

    from throughgate.people.rules.duplicates import weights

    rules = [CustomRule(equal(block)) for block in BLOCKS] + [CustomRule(SWAPPED)]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[names(), birth(), *(number(kind, people) for kind in ("prison_number", "crn", "pnc"))],
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=weights().share * 2 / people,
        unique_id_column_name="unique_id",
        retain_matching_columns=False,
        max_iterations=50,
    )


def equal(block: Sequence[str]) -> str:
    return " AND ".join(
        f"{part.replace('(', '(l.')} = {part.replace('(', '(r.')}" if "(" in part else f"l.{part} = r.{part}"
        for part in block
    )


def level(condition: str, m: float | None = None, **more: Any) -> dict[str, Any]:
    made = {"sql_condition": condition, "m_probability": m} | more
    return {key: value for key, value in made.items() if value is not None}


def comparison(name: str, null: str, *levels: dict[str, Any]) -> Any:
    from splink.comparison_library import CustomComparison

    return CustomComparison(output_column_name=name, comparison_levels=[level(null, is_null_level=True), *levels])


def names() -> Any:
    def alike(name: str, least: float = 0.88) -> str:
        return f"jaro_winkler_similarity({name}_l, {name}_r) >= {least}"

    short = "(list_has_any(families_l, families_r) OR preferred_l = given_r OR given_l = preferred_r)"
    return comparison(
        "names",
        "given_l IS NULL OR given_r IS NULL",
        level("full_name_l = full_name_r", 0.7, tf_adjustment_column="full_name"),
        level("given_l = family_r AND family_l = given_r", 0.01),
        level(f"family_l = family_r AND {short}", 0.1, tf_adjustment_column="family"),
        level(f"family_l = family_r AND {alike('given')}", 0.05, tf_adjustment_column="family"),
        level(f"given_l = given_r AND {alike('family')}", 0.06, tf_adjustment_column="given"),
        level(f"({short} OR {alike('given')}) AND {alike('family')}", 0.02),
        level("given_l = given_r", 0.04, tf_adjustment_column="given"),
        level("family_l = family_r", 0.01, tf_adjustment_column="family"),
        level("ELSE", 0.01),
    )


def birth() -> Any:
    swapped = (
        "(substr(birth_l, 1, 4) = substr(birth_r, 1, 4) AND substr(birth_l, 5, 2) = substr(birth_r, 7, 2)"
        " AND substr(birth_l, 7, 2) = substr(birth_r, 5, 2))"
    )
    return comparison(
        "birth",
        "birth_l IS NULL OR birth_r IS NULL",
        level("birth_l = birth_r", 0.92),
        level(swapped, 0.015),
        level("damerau_levenshtein(birth_l, birth_r) <= 1", 0.035),
        level("substr(birth_l, 5) = substr(birth_r, 5) OR substr(birth_l, 1, 6) = substr(birth_r, 1, 6)", 0.01),
        level("ELSE", 0.02),
    )


def number(kind: str, people: int) -> Any:
    fixed = {"fix_m_probability": True, "fix_u_probability": True}
    for_life = 0.02 if kind == "pnc" else 0.5
    return comparison(
        kind,
        f"{kind}_l IS NULL OR {kind}_r IS NULL",
        level(f"{kind}_l = {kind}_r", 0.95 - for_life, u_probability=1 / people, **fixed),
        level(f"damerau_levenshtein({kind}_l, {kind}_r) <= 1", 0.05, u_probability=2e-4, **fixed),
        level("ELSE", for_life, u_probability=1 - 1 / people - 2e-4, **fixed),
    )


def find(records: Sequence[Made]) -> dict[tuple[int, int], float]:
    """Probability by pair of keys, of every pair above one in a hundred."""
    from splink import DuckDBAPI, Linker
    from splink.blocking_rule_library import CustomRule

    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.register("records_arrow", table_of(records))
    connection.execute("CREATE TABLE records AS FROM records_arrow")
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("records"), settings(len(records)), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
    for block in TRAINING:
        linker.training.estimate_parameters_using_expectation_maximisation(
            CustomRule(equal(block)), max_pairs=RANDOM_PAIRS, record_sample_proportion=1.0
        )
    found = linker.inference.predict(threshold_match_probability=0.01, warning_mode="never")
    rows = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {found.physical_name}"
    ).fetchall()
    return {(min(left, right), max(left, right)): probability for left, right, probability in rows}


def main(people: int, share: float, seed: int) -> None:
    records = make_records(people, share, seed)
    truth = true_pairs(records)
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    began, worked = perf_counter(), process_time()
    found = find(records)
    seconds, processor = perf_counter() - began, process_time() - worked
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    likely = {pair for pair, probability in found.items() if probability >= LIKELY}
    same = {pair for pair, probability in found.items() if probability >= SAME}
    said = {"seconds": seconds, "processor": processor, "megabytes": megabytes, **best(found, truth)}
    said |= quality("likely", likely, truth) | quality("same", same, truth)
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    database.set_up_django()  # the rules on names are read from the application
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
