"""What this room tells the lower ones when it starts, and what it listens to."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from throughgate.accounts.models import User
    from throughgate.casework.models import Booking


def register_all() -> None:
    from django.core.checks import register as register_check

    from throughgate.accounts.services import account_closing
    from throughgate.casework.booking_facts import register_booking_facts
    from throughgate.notices.text_check import check_settings, check_text_service, check_text_words

    for check in (check_text_service, check_text_words, check_settings):
        register_check(check)
    account_closing.connect(_account_closing, dispatch_uid="notices.end_with_account", weak=False)
    register_booking_facts(_booking_facts)


def _account_closing(sender: object, account: "User", by: "User", **kwargs: object) -> None:
    from throughgate.notices.services.feed import end_with_account

    end_with_account(account=account, by=by)


def _booking_facts(user: "User", booking: "Booking") -> list[dict[str, Any]]:
    from throughgate.notices.views.text_words import booking_facts

    return booking_facts(user, booking)
