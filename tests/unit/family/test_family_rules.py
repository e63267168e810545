from datetime import date

from throughgate.family.rules.standing import Checked, Met, standing, why_unsafe

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def test_a_yes_to_one_thing_is_no_yes_to_another():
    stands = standing([("take-part", "yes", MAY)], [])
    assert stands.may("take-part") and not stands.may("workshop")
    assert stands.next == "prepared"


def test_a_yes_taken_back_is_none():
    stands = standing([("take-part", "yes", MAY), ("take-part", "taken-back", JUNE)], [])
    assert not stands.may("take-part") and stands.next == "yes"


def test_followed_up_is_after_the_workshop():
    met = [Met("family-meeting", MAY, True), Met("family-workshop", JUNE)]
    assert standing([("take-part", "yes", MAY)], met).next == "followed"
    assert standing([("take-part", "yes", MAY)], [*met, Met("family-meeting", JULY)]).next == ""


def test_safety_comes_before_a_meeting():
    stands = standing([("take-part", "yes", MAY)], [])
    assert "office" in stands.next_words(is_safe=False) and "alone" in stands.next_words(is_safe=True)


def test_a_check_holds_until_its_last_day():
    checks = [Checked("clear", MAY, JUNE)]
    assert why_unsafe(checks, JUNE) == ""
    assert why_unsafe(checks, JULY) and why_unsafe([], MAY)


def test_one_office_that_bars_it_bars_it():
    assert why_unsafe([Checked("clear", MAY, JULY), Checked("barred", MAY, JULY)], JUNE)
