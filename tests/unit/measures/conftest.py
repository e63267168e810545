"""A measure under way, and what is said in it."""

import pytest

from throughgate.common.clock import today
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.measures.services.sittings import finish_sitting, open_sitting, record_answers


@pytest.fixture
def begin(person, alice):
    def begin_with(slug="gad-7", by=alice, how="asked", on=None, **said):
        return open_sitting(by=by, person=person, instrument=slug, how=how, on=on or today(), **said)

    return begin_with


@pytest.fixture
def answer(alice):
    """Every scored question with the same points; `but` says otherwise."""

    def answer_all(sitting, points, by=alice, raters=("person",), **but):
        items = [key for key, one in instrument_of(sitting.instrument).items.items() if one.scored]
        said = {(rater, item): points for rater in raters for item in items}
        changed = {("person", item.replace("_", "-")): other for item, other in but.items()}
        return record_answers(by=by, sitting=sitting, said={**said, **changed})

    return answer_all


@pytest.fixture
def taken(begin, answer, alice):
    """A finished one."""

    def take(points, slug="gad-7", on=None, **how):
        return finish_sitting(by=alice, sitting=answer(begin(slug, on=on), points), **how)

    return take
