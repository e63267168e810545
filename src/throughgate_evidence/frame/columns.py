"""What each column of the file means: a number, a yes-or-no, a category; and what is wrong with it, by row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..refusals import EvidenceInputError
from .source import Source, literal, select

MOST_LEVELS = 50
# Nothing that is counted or measured about a person comes near this; beyond it whole numbers lose their last digits.
LARGEST = 1e15
# Squares of smaller ones are lost: a column of them would vary for nobody.
SMALLEST = 1e-100
DECIMAL_COMMA = r"[-+]?\d+,\d+"
# The level, key or indicator of a value that is missing, under the policy “indicator”.
NOT_RECORDED = "not recorded"
WHETHER = "whether "


@dataclass(frozen=True)
class Covariate:
    """One column of the design matrix: a number, the indicator of one level of a category, or a product of such.

    `source` is the column of the file, or the name of the interaction; `parents` are the columns of the file it is made
    of.
    """

    name: str
    source: str
    expression: str
    level: str | None = None
    reference: str | None = None
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """How many values of one column are numbers, texts, the texts true or false, and numbers of no usable size."""

    numbers: int
    texts: int
    words: int
    unusable: int


def profile_columns(source: Source) -> dict[str, Profile]:
    """One pass over the file for all columns together."""
    parts = []
    for column in source.columns:
        number, text = source.number(column), source.text(column)
        parts += [f"count({number})", f"count({text})"]
        parts += [f"count(*) FILTER (lower({text}) IN ('true', 'false'))", f"count(*) FILTER ({unusable(number)})"]
    counts = source.one(parts)
    return {column: Profile(*counts[4 * at : 4 * at + 4]) for at, column in enumerate(source.columns)}


def unusable(number: str) -> str:
    return f"(abs({number}) > {LARGEST!r}::DOUBLE OR ({number} <> 0 AND abs({number}) < {SMALLEST!r}::DOUBLE))"


def word_value(text: str) -> str:
    return f"CASE lower({text}) WHEN 'true' THEN 1.0 WHEN 'false' THEN 0.0 END"


def refuse_value(source: Source, column: str, condition: str, mend: str, option: str = "") -> None:
    """Raise for the first row of `raw` that meets `condition`; say nothing where there is none. `option` of the command
    that would mend it, if there is one.
    """
    bad = source.one([source.line, source.text(column), source.number(column)], where=condition, order=source.line)
    if bad is None:
        return
    value = f"{bad[2]:g}" if bad[1] is None else bad[1]
    shown = value if len(value) <= 30 else value[:30] + "…"
    hint = " Decimals need a point, not a comma." if re.fullmatch(DECIMAL_COMMA, value) else ""
    words = f"{source.name}, column {column}, row {bad[0]}: {shown!r} {mend}"
    raise EvidenceInputError(words, option=option, hint=hint)


def check_treated(source: Source, column: str) -> str:
    """SQL for the treated column as 0 or 1."""
    number, text = source.number(column), source.text(column)
    refuse_value(
        source,
        column,
        f"{number} NOT IN (0, 1) OR ({number} IS NULL AND lower({text}) NOT IN ('true', 'false'))",
        "is not 0, 1, true or false. Write 1 (or true) for a person in the programme, 0 (or false) for one who is not.",
    )
    return f"coalesce({number}, {word_value(text)})"


def check_number(source: Source, column: str, profile: Profile, advice: str, option: str = "") -> str:
    """SQL for a column that must hold finite numbers, or nothing but true and false."""
    number, text = source.number(column), source.text(column)
    if not profile.numbers + profile.texts:
        raise EvidenceInputError(f"{source.name}, column {column}: every value is missing. Leave it out or fill it.")
    if profile.unusable:
        mend = "is not a finite number of a usable size: it is far too large, or too near 0. Mend it or leave it empty."
        refuse_value(source, column, unusable(number), mend)
    if profile.words and profile.words == profile.texts and not profile.numbers:
        return word_value(text)
    if profile.texts:
        refuse_value(source, column, f"{text} IS NOT NULL", f"is not a number. {advice}", option)
    return number


def is_category(profile: Profile, declared: bool) -> bool:
    only_texts = profile.texts > 0 and not profile.numbers
    return declared or (only_texts and profile.words < profile.texts)


def refuse_decimal_commas(source: Source, column: str) -> None:
    """Amounts written 3,5 would quietly become a category, with a level for each amount."""
    refuse_value(
        source,
        column,
        f"regexp_full_match({source.text(column)}, {literal(DECIMAL_COMMA)})",
        "is not a number. If it is a code, declare the column as a category.",
        f"--categorical {column}",
    )


def number_column(source: Source, column: str, profile: Profile) -> str:
    """SQL for a covariate that is a number."""
    advice = (
        f"Other values of {column} are numbers: mend this one, leave it empty if it is not known, "
        "or declare the column as a category."
    )
    return check_number(source, column, profile, advice, f"--categorical {column}")


def key_column(source: Source, column: str) -> str:
    """SQL for a column as a text to compare by; whole numbers without decimals."""
    number, text = source.number(column), source.text(column)
    whole = f"{number} = floor({number}) AND abs({number}) < 1e15"
    return f"coalesce({text}, CASE WHEN {whole} THEN {number}::BIGINT::VARCHAR ELSE {number}::VARCHAR END)"


def count_levels(source: Source, column: str, text: str, complete: str) -> list[str]:
    """Levels of a category, the most common first; ties go to the first in the alphabet."""
    query = select(
        "raw",
        [f"{text} AS level", "count(*) AS people"],
        where=f"{complete} AND level IS NOT NULL",
        group="level",
        order="people DESC, level",
        limit=MOST_LEVELS + 1,
    )
    found = [str(row[0]) for row in source.connection.execute(query).fetchall()]
    if len(found) > MOST_LEVELS:
        raise EvidenceInputError(
            f"{source.name}, column {column}: it has more than {MOST_LEVELS} different texts, so it is no category "
            "that people can be compared on. Group the values, or leave the column out."
        )
    return found


def category_covariates(source: Source, column: str, text: str, complete: str) -> list[Covariate]:
    """Indicators of every level but the most common one, the reference."""
    reference, *others = count_levels(source, column, text, complete)
    if not others:
        raise EvidenceInputError(constant_message(source.name, column, repr(reference)))
    return [
        Covariate(
            f"{column}={level}",
            column,
            f"CASE WHEN {text} = {literal(level)} THEN 1.0 ELSE 0.0 END",
            level,
            reference,
            (column,),
        )
        for level in sorted(others)
    ]


def constant_message(file: str, column: str, value: str) -> str:
    return (
        f"{file}, column {column}: every record has the same value ({value}), so it tells nothing about who was "
        "treated. Leave the column out of the covariates."
    )
