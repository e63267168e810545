"""What has to be told where a check is made; what cannot be said is never guessed."""

from datetime import date

import pytest

from throughgate.work.rehabilitation_file import rehabilitation_law
from throughgate.work.rules.rehabilitation import Conviction, Sentence, must_tell, spent

TODAY = date(2026, 11, 22)
FINE, PRISON = Sentence("fine"), Sentence("custody", months=6, ends_on=date(2010, 1, 1))
OLD, NEW = date(2010, 6, 1), date(2020, 6, 1)
CASES = [
    ("fine of this year", Conviction(date(2026, 6, 1), (FINE,), under_18=False), "basic", "told"),
    ("spent fine", Conviction(NEW, (FINE,), under_18=False), "basic", "not-told"),
    ("spent fine, six years ago", Conviction(NEW, (FINE,), under_18=False, specified=False), "standard", "told"),
    ("fine, eleven years and more", Conviction(OLD, (FINE,), under_18=False, specified=False), "standard", "not-told"),
    ("on the list", Conviction(OLD, (FINE,), under_18=False, specified=True), "enhanced", "told"),
    ("nobody knows of the list", Conviction(OLD, (FINE,), under_18=False), "enhanced", "maybe"),
    ("young, five and a half", Conviction(NEW, (FINE,), under_18=True, specified=False), "standard", "not-told"),
    ("spent custody", Conviction(OLD, (PRISON,), under_18=False, specified=False), "standard", "told"),
    ("youth caution", Conviction(NEW, (Sentence("caution"),), under_18=True), "enhanced", "not-told"),
    ("caution after six years", Conviction(NEW, (Sentence("caution"),), False, None, False), "standard", "not-told"),
    ("unpaid", Conviction(NEW, (Sentence("compensation"),), under_18=False), "basic", "told"),
    ("no day", Conviction(None, (FINE,), under_18=False), "basic", "maybe"),
    ("custody, end unknown", Conviction(OLD, (Sentence("custody", months=6),), False), "standard", "told"),
]


@pytest.mark.parametrize(("one", "check", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_has_to_be_told(one, check, said):
    law = rehabilitation_law()
    assert must_tell(one, spent([one], law, TODAY)[0], check, law, TODAY) == said


def test_the_day_the_caution_is_filtered():
    law, one = rehabilitation_law(), Conviction(date(2020, 11, 22), (Sentence("caution"),), False, None, False)
    answer = spent([one], law, TODAY)[0]
    assert must_tell(one, answer, "standard", law, TODAY) == "not-told"
    assert must_tell(one, answer, "standard", law, date(2026, 11, 21)) == "told"
