"""Linking by likelihood (Fellegi and Sunter 1969), with Splink on DuckDB.

How often a name, a date, a gender or a postcode agrees among people who are the same (m) is learnt by expectation
maximisation from the files themselves; how often among people who are not (u), from random pairs. A rare name that
agrees says more than a common one (term frequencies). Numbers take part with fixed chances: too few pairs of strangers
share one for their chance to be counted.

Splink is heavy and is imported only when it is used. It is kept quiet, and asks no network.
"""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..frame.source import select
from ..progress import Progress
from .fields import NUMBERS
from .tables import LinkFiles

if TYPE_CHECKING:
    from splink import Linker

# Pairs of strangers that u is counted on. A fifth as many, or ten times, moved recall by no more than 0.002.
RANDOM_PAIRS = 1_000_000
TRAINING_PAIRS = 1_000_000
# How many of the same people agree exactly on names and date of birth: only scales the first guess at a match.
EXACT_SHARE = 0.8
NUMBER_M = (0.97, 0.03)
# A pair less likely than this is not kept.
FLOOR = 0.01
BLOCKS = (
    ("birth",),
    ("forename", "surname"),
    ("surname", "district"),
    ("surname", "initial", "substr(birth, 1, 4)"),
    ("forename", "substr(birth, 1, 6)"),
    ("substr(surname, 1, 4)", "substr(birth, 1, 6)"),
)
# Each trains the comparisons that do not use its columns, so every comparison is trained by one of the two.
TRAINING_BLOCKS = (("birth",), ("forename", "surname"))
# Splink trains on both files put together. Without this it would join the records with themselves first.
SIDES = "l.side = 'participants' AND r.side = 'records'"
COLUMNS = (
    *("line", "person", "side", "open", "forename", "surname", "first_forename", "initial", "full_name"),
    *("birth", "gender", *NUMBERS, "postcode", "district"),
)


@dataclass(frozen=True)
class Trained:
    """Which of the two trainings could not be done on these files, in words; empty where all went well."""

    notes: tuple[str, ...]


@contextmanager
def quiet_splink() -> Iterator[None]:
    logger = logging.getLogger("splink")
    level, propagate, handler = logger.level, logger.propagate, logging.NullHandler()
    logger.setLevel(logging.CRITICAL)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


def score_pairs(files: LinkFiles, seed: int, progress: Progress) -> Trained:
    """Make the table ``scored`` (line, record, person, probability, weight) of pairs that no pass has linked.

    The model is trained on everybody, linked or not. `weight` is the logarithm (base 2) of the odds.
    """
    make_inputs(files)
    with quiet_splink():
        from splink import DuckDBAPI, Linker

        api = DuckDBAPI(connection=files.connection)
        inputs = [
            api.register(f"splink_{table}", dataset_display_name=f"{at}_{table}") for at, table in enumerate(TABLES)
        ]
        linker = Linker(inputs, settings(files), log_level=None)
        notes = train(linker, seed, progress)
        progress(0.6, "Scoring pairs")
        predicted = linker.inference.predict(threshold_match_probability=FLOOR, warning_mode="never")
        keep_best(files, predicted.physical_name)
        api.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]  # Splink carries no types
    return Trained(tuple(notes))


TABLES = ("participants", "records")


def make_inputs(files: LinkFiles) -> None:
    """What Splink sees: rows that may take part, and which of them are still open."""
    for table in TABLES:
        key, taking_part = ("line", "t.kept") if table == "participants" else ("person", "true")
        opened = f"NOT EXISTS (FROM links WHERE links.{key} = t.{key}) AS open"
        made = {"open": opened, "side": f"'{table}' AS side"}
        columns = [made.get(column, f"t.{column}") for column in COLUMNS]
        query = select(f"{table} AS t", columns, where=taking_part)
        files.connection.execute(f"CREATE OR REPLACE TABLE splink_{table} AS {query}")


def settings(files: LinkFiles) -> Any:
    from splink import SettingsCreator
    from splink.blocking_rule_library import CustomRule

    rules: list[Any] = [CustomRule(f"{equal(block)} AND l.open AND r.open") for block in BLOCKS]
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            names(),
            birth(),
            exact("gender"),
            place(),
            *(number(files, field) for field in used_numbers(files)),
        ],
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=first_guess(files),
        unique_id_column_name="line",
        retain_matching_columns=False,
        additional_columns_to_retain=["person"],
        max_iterations=50,
    )


def equal(block: tuple[str, ...]) -> str:
    sides = ((column.replace("(", "(l.", 1), column.replace("(", "(r.", 1)) for column in block)
    return " AND ".join(f"{left} = {right}" if "(" in left else f"l.{left} = r.{right}" for left, right in sides)


def first_guess(files: LinkFiles) -> float:
    """Chance that a participant and a record taken at random are the same person, from exact agreement."""
    joined = "splink_participants AS l JOIN splink_records AS r ON l.full_name = r.full_name AND l.birth = r.birth"
    exactly = files.count(select(joined, ["count(DISTINCT l.line)"]))
    pairs = math.prod(files.count(select(f"splink_{table}", ["count(*)"])) for table in TABLES)
    return min(max(exactly, 1) / EXACT_SHARE / max(pairs, 1), 0.5)


def used_numbers(files: LinkFiles) -> list[str]:
    """Numbers that both files hold."""
    held = [select(f"splink_{table}", [f"count({field})"]) for field in NUMBERS for table in TABLES]
    found = [files.count(query) > 0 for query in held]
    return [field for at, field in enumerate(NUMBERS) if all(found[2 * at : 2 * at + 2])]


def level(condition: str, m: float | None = None, tf: str | None = None, **more: Any) -> dict[str, Any]:
    made = {"sql_condition": condition, "m_probability": m, "tf_adjustment_column": tf} | more
    return {key: value for key, value in made.items() if value is not None}


def comparison(name: str, null: str, *levels: dict[str, Any]) -> Any:
    from splink.comparison_library import CustomComparison

    return CustomComparison(output_column_name=name, comparison_levels=[level(null, is_null_level=True), *levels])


def alike(left: str, right: str, least: float) -> str:
    return f"jaro_winkler_similarity({left}, {right}) >= {least}"


def names() -> Any:
    """Both names together, as agreement on the one goes with agreement on the other."""
    close_forename = (
        f"(first_forename_l = first_forename_r OR {alike('forename_l', 'forename_r', 0.85)}"
        " OR (initial_l = initial_r AND least(length(forename_l), length(forename_r)) = 1))"
    )
    return comparison(
        "names",
        "forename_l IS NULL OR forename_r IS NULL OR surname_l IS NULL OR surname_r IS NULL",
        level("full_name_l = full_name_r", 0.78, "full_name"),
        level("forename_l = surname_r AND surname_l = forename_r", 0.01),
        level(f"surname_l = surname_r AND {close_forename}", 0.07),
        level(f"forename_l = forename_r AND {alike('surname_l', 'surname_r', 0.85)}", 0.06),
        level(f"{close_forename} AND {alike('surname_l', 'surname_r', 0.85)}", 0.01),
        level("forename_l = forename_r", 0.04, "forename"),
        level("surname_l = surname_r", 0.02, "surname"),
        level("ELSE", 0.01),
    )


def birth() -> Any:
    part = [f"substr(birth_l, {at}, {size}) = substr(birth_r, {at}, {size})" for at, size in ((1, 4), (5, 2), (7, 2))]
    two_of_three = " OR ".join(f"({one} AND {other})" for one, other in (part[:2], part[1:], part[::2]))
    swapped = (
        "(substr(birth_l, 1, 4) = substr(birth_r, 1, 4) AND substr(birth_l, 5, 2) = substr(birth_r, 7, 2)"
        " AND substr(birth_l, 7, 2) = substr(birth_r, 5, 2))"
    )
    return comparison(
        "birth",
        "birth_l IS NULL OR birth_r IS NULL",
        level("birth_l = birth_r", 0.93),
        level(f"damerau_levenshtein(birth_l, birth_r) <= 1 OR {swapped}", 0.04),
        level(two_of_three, 0.015),
        level(part[0], 0.005),
        level("ELSE", 0.01),
    )


def exact(column: str) -> Any:
    missing = f"{column}_l IS NULL OR {column}_r IS NULL"
    return comparison(column, missing, level(f"{column}_l = {column}_r", 0.97), level("ELSE", 0.03))


def place() -> Any:
    return comparison(
        "place",
        "postcode_l IS NULL OR postcode_r IS NULL",
        level("postcode_l = postcode_r", 0.5),
        level("district_l = district_r", 0.15),
        level("ELSE", 0.35),
    )


def number(files: LinkFiles, field: str) -> Any:
    """Strangers share a number about once in all the records."""
    u = 1 / max(files.records.rows, 100)
    fixed: dict[str, Any] = {"fix_m_probability": True, "fix_u_probability": True}
    return comparison(
        field,
        f"{field}_l IS NULL OR {field}_r IS NULL",
        level(f"{field}_l = {field}_r", NUMBER_M[0], u_probability=u, **fixed),
        level("ELSE", NUMBER_M[1], u_probability=1 - u, **fixed),
    )


def train(linker: Linker, seed: int, progress: Progress) -> list[str]:
    """u from random pairs, then m by EM, once on each block. What cannot be learnt keeps its first value."""
    progress(0.3, "Learning from strangers")
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=seed)
    notes = []
    for at, block in enumerate(TRAINING_BLOCKS):
        progress(0.4 + 0.1 * at, "Learning from likely matches")
        if not train_on(linker, f"{equal(block)} AND {SIDES}"):
            notes.append(
                f"Too few pairs agree on {' and '.join(block).replace('_', ' ')} to learn from: assumed chances used."
            )
    return notes


def train_on(linker: Linker, rule: str) -> bool:
    from splink.blocking_rule_library import CustomRule
    from splink.internals.exceptions import EMTrainingException

    try:
        linker.training.estimate_parameters_using_expectation_maximisation(
            CustomRule(rule), max_pairs=TRAINING_PAIRS, record_sample_proportion=1.0
        )
    except EMTrainingException:
        return False
    return True


def keep_best(files: LinkFiles, predicted: str) -> None:
    """The best row of each participant and person."""
    columns = [
        "line_l AS line",
        "person_r AS person",
        "arg_max(line_r, match_weight) AS record",
        "max(match_probability) AS probability",
        "max(match_weight) AS weight",
    ]
    files.connection.execute(
        f"CREATE OR REPLACE TABLE scored AS {select(predicted, columns, group='line_l, person_r')}"
    )
