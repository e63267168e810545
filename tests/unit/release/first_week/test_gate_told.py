"""By site, by programme, by both and over several figures: nothing small can be worked out of all that is told."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughgate.common.small_numbers import FEWEST, is_small
from throughgate.release.rules.first_week import Answer, Said
from throughgate.release.rules.gate_figures import Measure
from throughgate.release.rules.gate_told import tell

KINDS = [Said(Answer.YES), Said(Answer.NO), Said(Answer.MISSING)]
MEASURE = Measure("made-up", "Made up", "", lambda said: [said])
CELLS = st.tuples(st.sampled_from(["North", "South", "West"]), st.sampled_from(["Mentoring", "Work", "None"]))
ANSWERS = st.tuples(*[st.one_of(st.integers(0, 7), st.integers(0, 30))] * len(KINDS)).filter(any)
TABLES = st.dictionaries(CELLS, ANSWERS, min_size=1, max_size=9)


def weeks_of(table):
    """One thing said of each week stands for the week."""
    return {
        cell: [said for said, number in zip(KINDS, row, strict=True) for _ in range(number)]
        for cell, row in table.items()
    }


def row(table, part, kinds):
    return [float(cell in part and kind in kinds) for cell, kind in product(table, range(len(KINDS)))]


def most(table, told, part, kinds):
    """The most that may be so, for all that the reader knows."""
    known = [row(table, one, range(len(KINDS))) for one in told.numbers]
    known += [row(table, one, [kind]) for one in told.of(MEASURE) for kind in range(len(KINDS))]
    true = [number for cell in table for number in table[cell]]
    equal = {"A_eq": np.array(known), "b_eq": np.array(known) @ true} if known else {}
    found = linprog(-np.array(row(table, part, kinds)), **equal)
    return np.inf if found.status == 3 else -found.fun


def parts_of(table):
    sites, programmes = {cell[0] for cell in table}, {cell[1] for cell in table}
    yield from ({cell for cell in table if cell[0] == site} for site in sites)
    yield from ({cell for cell in table if cell[1] == programme} for programme in programmes)
    yield from ({cell} for cell in table)


@given(TABLES)
@settings(max_examples=100, deadline=None)
def test_nothing_small_can_be_worked_out_of_all_tables_together(table):
    told = tell(weeks_of(table))
    asked = [[kind] for kind in range(len(KINDS))] + [list(range(len(KINDS)))]
    for part, kinds in product(parts_of(table), asked):
        if is_small(sum(table[cell][kind] for cell in part for kind in kinds)):
            assert most(table, told, part, kinds) >= FEWEST - 1e-6


@given(TABLES)
@settings(deadline=None)
def test_no_figure_is_told_of_whom_not_even_the_number_is(table):
    told = tell(weeks_of(table))
    assert told.of(MEASURE) <= set(told.numbers)


def test_appointments_are_weighed_by_the_people_whose_they_are():
    """Nine missed appointments of one person among ten people."""
    missed = Measure("kept", "Kept", "", lambda week: week, of="appointments")
    weeks = [[Said(Answer.YES)]] * 9 + [[Said(Answer.NO)] * 9]
    assert not tell({("North", "Work"): weeks}).of(missed)
    assert tell({("North", "Work"): weeks[:9]}).of(missed)
