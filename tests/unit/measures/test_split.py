"""Figures by site and by programme: what one page withholds no other tells."""

from decimal import Decimal

from throughgate.measures.rules.change import Verdict
from throughgate.measures.rules.group import WITHHELD, Course, pair
from throughgate.measures.rules.split import PROGRAMME, SITE, tell_split
from throughgate.measures.shipping import shipped_instruments

PHQ = shipped_instruments()["phq-9"].scales["total"]


def cell(better=0, same=0, worse=0, once=0):
    def course(*values):
        return Course(tuple(map(Decimal, values)))

    return pair(PHQ, [course(20, 10)] * better + [course(9, 9)] * same + [course(10, 20)] * worse + [course(8)] * once)


def test_large_groups_are_told():
    found = tell_split([{("Send", "A"): cell(9, 8, 7, 6), ("Ford", "A"): cell(5, 6, 7, 8)}])[0]
    send = found[SITE, "Send"]
    assert (send.people, send.pairs, send.missing) == ("30", "24", "6")
    assert send.verdicts == {Verdict.BETTER: "9", Verdict.SAME: "8", Verdict.WORSE: "7"}
    assert found[PROGRAMME, "A"].people == "56"


def test_of_a_small_site_nothing_is_told_nor_of_the_only_other():
    found = tell_split([{("Send", "A"): cell(9, 9), ("Ford", "A"): cell(2, 1)}])[0]
    assert {found[SITE, name].people for name in ("Send", "Ford")} == {WITHHELD}


def test_a_small_part_of_a_site_is_not_told_by_the_others():
    found = tell_split([{("Send", "A"): cell(9, 8, 2), ("Ford", "A"): cell(9, 9, 9)}])[0]
    assert found[SITE, "Send"].verdicts[Verdict.WORSE] == WITHHELD
    assert found[SITE, "Ford"].verdicts[Verdict.WORSE] == WITHHELD


def test_what_one_line_withholds_the_next_does_not_tell():
    large = {("Send", "A"): cell(9, 9), ("Ford", "A"): cell(9, 9)}
    other = {("Send", "A"): cell(9, 7, 2), ("Ford", "A"): cell(7, 9, 2)}
    first, second = tell_split([large, other])
    for name in ("Send", "Ford"):
        assert first[SITE, name].people == second[SITE, name].people
