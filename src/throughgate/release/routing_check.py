from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from throughgate.common.clock import today
from throughgate.release.rules.day import Nation, Place
from throughgate.release.rules.working_days import next_working_day
from throughgate.release.selectors.known_ways import routing_service
from throughgate.release.travel.contract import broken_promises

# Two towns of which no service of this country can be ignorant.
PLACES = (Place("Woking", 51.3190, -0.5580), Place("Guildford", 51.2365, -0.5703))
EVERY = 6 * 60  # minutes: a look, not a test
HINT = "See “Where travel times come from” in docs/how-to/release-day.md. Without the setting, estimates are used."


def check_routing_service(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The routing service, if one is named, is there and keeps what every source of travel times has to keep."""
    if not settings.ROUTING_SERVICE:
        return []
    on = next_working_day(today() + timedelta(days=6), Nation.ENGLAND_AND_WALES)
    try:
        broken = broken_promises(routing_service(settings.ROUTING_SERVICE), PLACES, on, every=EVERY)
    except Exception as error:
        words = f"The routing service {settings.ROUTING_SERVICE} does not work: {type(error).__name__}: {error}"
        return [Error(words, hint=HINT, id="release.E004")]
    return [Error(f"The routing service breaks a promise: {words}.", hint=HINT, id="release.E005") for words in broken]
