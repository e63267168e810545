"""Formulas are read as R reads them, and what cannot be read is said with its position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.frame import parse_formula
from throughgate_evidence.frame.terms import Term, parse_interactions

names = st.text(alphabet="abI ._-2:^é", min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("text", "covariates", "interactions"),
    [
        ("treated ~ age", ("age",), ()),
        ("treated~age+race", ("age", "race"), ()),
        ("treated ~ age + race + age:race", ("age", "race"), ("age:race",)),
        ("treated ~ age * race", ("age", "race"), ("age:race",)),
        ("treated ~ a*b*c", ("a", "b", "c"), ("a:b", "a:c", "b:c", "a:b:c")),
        ("treated ~ age + I(age^2)", ("age",), ("age^2",)),
        ("treated ~ age + age^2 + I( age ^ 3 )", ("age",), ("age^2", "age^3")),
        ("treated ~ `prior convictions` + `prior convictions`^2", ("prior convictions",), ("`prior convictions`^2",)),
        ("treated ~ age + age + b + b:age + age:b", ("age", "b"), ("b:age",)),
        ("treated ~ I + I^2", ("I",), ("`I`^2",)),
        ("treated ~ âge.au_début", ("âge.au_début",), ()),
        ("treated ~ a:b^2", (), ("a:b^2",)),
    ],
)
def test_what_a_formula_means(text, covariates, interactions):
    assert parse_formula(text) == ("treated", covariates, interactions)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("treated", 8, "~ after the treated column was expected"),
        ("~ age", 1, "the name of the treated column was expected"),
        ("treated ~", 10, "a column name was expected, not 'the end'"),
        ("treated ~ age +", 16, "a column name was expected"),
        ("treated ~ age race", 15, "'race' does not belong here"),
        ("treated ~ .", 11, "'.' means nothing here"),
        ("treated ~ re-74", 13, "'-' means nothing here"),
        ("treated ~ (a + b)^2", 11, "a column name was expected, not '('"),
        ("treated ~ age^1", 15, "a power is a whole number from 2 to 5"),
        ("treated ~ age^" + "9" * 5_000, 15, "a power is a whole number from 2 to 5"),
        ("treated ~ age:age", 11, "write age^2 for its square"),
        ("treated ~ I(a + b)", 15, "Only a power can stand in I( )"),
        ("treated ~ I(a^2", 16, "Only a power can stand in I( )"),
        ("treated ~ log(age)", 14, "'(' does not belong here"),
        ("treated ~ a*b*c*d*e", 11, "* joins more than 4 columns"),
        ("treated ~ `age", 11, "'`' means nothing here"),
        ("treated ~ age ~ race", 15, "'~' does not belong here"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_position(text, position, words):
    with pytest.raises(EvidenceInputError) as caught:
        parse_formula(text)
    assert f"cannot be read at character {position}: " in str(caught.value)
    assert words in str(caught.value)


def test_treated_column_on_both_sides():
    with pytest.raises(EvidenceInputError, match="'treated' on both sides of ~"):
        parse_formula("treated ~ age:treated")


@given(st.lists(st.tuples(names, st.integers(1, 5)), min_size=1, max_size=3, unique_by=lambda factor: factor[0]))
def test_a_term_is_read_as_it_is_written(factors):
    term = Term(tuple(factors))
    assert parse_interactions([term.text]) == (term,)


@given(st.text(alphabet="ab`~+:*^()I23. ", max_size=20))
def test_any_text_is_read_or_refused(text):
    try:
        treated, covariates, interactions = parse_formula(text)
    except EvidenceInputError:
        return
    assert treated
    assert parse_interactions(interactions) is not None
    assert len(set(covariates)) == len(covariates)
