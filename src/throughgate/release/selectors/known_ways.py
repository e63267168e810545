"""Where travel times come from: the organisation's routing service, if it named one, else estimates."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from throughgate.release.rules.day import Mode, NoWay, Place, Travel, TravelTimes
from throughgate.release.travel.estimates import default_estimates
from throughgate.release.travel.steps import InSteps

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unfailing:
    """A service that does not answer is a way that is not known: a page about somebody's day must not break over it."""

    service: TravelTimes

    @property
    def same_all_day(self) -> bool:
        return self.service.same_all_day

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel | NoWay | None:
        try:
            return self.service.between(here, there, mode=mode, leaving=leaving)
        except Exception as error:
            # The kind alone: its words may hold addresses.
            logger.warning("The routing service failed: %s", type(error).__name__)
            return None


@lru_cache(maxsize=1)
def routing_service(dotted: str) -> TravelTimes:
    """What stands at the dotted path: a class or a function that takes nothing. Raises ImportError."""
    made: Callable[[], TravelTimes] = import_string(dotted)
    return made()


def travel_times() -> TravelTimes:
    """For one day: what it asked once it keeps."""
    dotted = settings.ROUTING_SERVICE
    if not dotted:
        return default_estimates()
    service = Unfailing(routing_service(dotted))
    return service if service.same_all_day else InSteps(service)
