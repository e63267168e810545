"""What is counted as what, worked by hand."""

from datetime import date

import pytest

from throughgate.fidelity.rules.adapting import AdaptationError, check_adaptation
from throughgate.fidelity.rules.counting import Due, Fidelity, Share, all_together, is_in_window
from throughgate.programmes.grammar import Audience
from throughgate.programmes.loading import load_model
from throughgate.programmes.shipping import shipped_texts
from throughgate.record.kinds import all_kinds

AUDIENCE = Audience.model_validate({"needs": ["family"], "window": ["release - 9 months", "release - 6 weeks"]})
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


def test_waived_is_not_missing_and_late_is_done():
    due = Due(asked=10, waived=2, done=6, late=3)
    assert due.dose == Share(6, 8)
    assert due.timely == Share(3, 6)


def test_nothing_due_is_no_share_rather_than_none_of_it():
    assert Due().dose.share is None
    assert Due(asked=2, waived=2).dose.likely is None


def test_sites_add_up_count_by_count():
    one = Fidelity(3, Due(5, 1, 2, 1), Share(1, 3), Share(4, 8), Share(2, 9), 1)
    two = Fidelity(1, Due(1, 0, 1, 0), Share(1, 1), Share(), Share(1, 1), 0)
    assert all_together([one, two]) == Fidelity(4, Due(6, 1, 3, 1), Share(2, 4), Share(4, 8), Share(3, 10), 1)


@pytest.mark.parametrize(
    ("release", "is_in"),
    [
        (date(2026, 8, 11), False),  # the window closed on 30 June
        (date(2026, 8, 12), True),  # it closed on 1 July, the first day
        (date(2027, 6, 30), True),  # it opened on 30 September, the last day
        (date(2027, 7, 1), False),
        (None, None),
    ],
)
def test_the_window_meets_the_time_on_its_edges(release, is_in):
    assert is_in_window(AUDIENCE, {"release": release}, FIRST, LAST) is is_in


def test_without_a_window_anybody_may_join():
    assert is_in_window(Audience.model_validate({"needs": ["family"]}), {}, FIRST, LAST)


def _family():
    return load_model(shipped_texts()["restorative-family.yaml"], filename="f.yaml", kinds=all_kinds(), in_use=True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"element": "no-such-part"}, "element"),
        ({"element": "", "change": "left_out"}, "element"),
        ({"what": " … "}, "what"),
        ({"because": ""}, "because"),
    ],
)
def test_an_adaptation_names_a_part_and_says_what_and_why(said, field):
    known = {"element": "sessions", "change": "timing", "what": "Twice a week", "because": "Short stays"}
    check_adaptation(_family(), **known)
    with pytest.raises(AdaptationError) as refused:
        check_adaptation(_family(), **known | said)
    assert refused.value.field == field
