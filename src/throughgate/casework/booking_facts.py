"""What rooms above have to say about a booking on its page, such as that the person was reminded."""

from collections.abc import Callable
from typing import Any

from throughgate.accounts.models import User
from throughgate.casework.models import Booking

Facts = Callable[[User, Booking], list[dict[str, Any]]]
_said: list[Facts] = []


def register_booking_facts(facts: Facts) -> None:
    """`facts` gives lines of a summary: key and value, as the reader may know them."""
    if facts not in _said:
        _said.append(facts)


def more_facts(user: User, booking: Booking) -> list[dict[str, Any]]:
    return [line for facts in _said for line in facts(user, booking)]
