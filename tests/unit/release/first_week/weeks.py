"""First weeks as the rules are told of them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from throughgate.release.known_first_week import counted
from throughgate.release.models import Became, LivingKind, MetBy
from throughgate.release.rules.first_week import Appointment, Did, Week
from throughgate.release.rules.home import Lived

OUT = date(2026, 11, 2)  # a Monday
TODAY = date(2026, 11, 20)
COUNTS = counted()


def day(number: int) -> date:
    return OUT + timedelta(days=number)


def week(**known: object) -> Week:
    return Week(**{"released_on": OUT, **known})


numbers = st.integers(0, 30)
days = numbers.map(day)
some_days = st.lists(days, max_size=3).map(tuple)
some_did = st.lists(st.builds(Did, days, st.booleans()), max_size=2).map(tuple)
kinds_of_home = st.sampled_from([LivingKind.SUPPORTED, LivingKind.STREET, LivingKind.NONE])
appointments = st.builds(Appointment, days, st.sampled_from(["", *Became.values[:4]]), st.booleans())


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    return Week(
        released_on=OUT,
        returned_on=draw(st.one_of(st.none(), st.none(), days)),
        contacts=draw(some_days),
        seen=draw(some_days),
        gate=draw(some_did),
        meets=draw(st.sampled_from(["", *MetBy.values])),
        arrived=draw(some_did),
        nowhere=draw(some_days),
        lived=tuple(draw(st.lists(st.builds(Lived, kinds_of_home, days, st.one_of(st.none(), days)), max_size=2))),
        appointments=tuple(draw(st.lists(appointments, max_size=4))),
        reason_on=draw(st.one_of(st.none(), days)),
    )


many_weeks = st.lists(weeks(), max_size=8)
todays = st.integers(0, 45).map(day)
