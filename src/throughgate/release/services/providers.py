"""The directory of places to live: who has them, and how many were free when somebody last asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.common.postcodes import point_of_postcode
from throughgate.people.services.writing import clean
from throughgate.release.home_choices import home_choices
from throughgate.release.models import Provider, Vacancy
from throughgate.release.rules.home import HomeError
from throughgate.release.selectors.providers import same_name

FIELDS = frozenset(
    {
        "name", "kind", "address", "town", "postcode", "latitude", "longitude", "phone", "email", "web", "takes",
        "not_taken", "own_words", "route", "notes", "is_active",
    }
)  # fmt: skip
MOST_PLACES = 500


class SameNameError(Exception):
    """The directory has one of this name; nothing was written."""

    def __init__(self, found: Sequence[Provider]):
        self.found = found
        super().__init__("There is one of this name in the directory already.")


class ProviderChangedError(Exception):
    """Somebody else saved first; nothing was changed."""

    def __init__(self, current: Provider):
        self.current = current
        super().__init__("Somebody else changed this in the meantime.")


@act()
def add_provider(*, by: User, token: UUID | None = None, is_another: bool = False, **said: Any) -> Provider:
    """`said` names FIELDS. Without coordinates they are those of the postcode, where it is known. With the same `token`
    it stays one; `is_another`: somebody looked at those of the same name.

    Raises Forbidden, HomeError, ValidationError, SameNameError.
    """
    require(by, Ability.KEEP_DIRECTORY)
    # Of two at once, whoever they are, the second waits here, and then finds what the first one added.
    Provider.objects.select_for_update().order_by("pk").first()
    User.objects.select_for_update().get(pk=by.pk)
    if token and (saved := Provider.objects.filter(added_by=by, token=token).first()):
        return saved
    provider = Provider(added_by=by, token=token)
    _put(provider, said)
    if not is_another and (found := same_name(provider.name)):
        raise SameNameError(found)
    provider.save()
    record_event(by=by, action="provider.added", subject=f"provider {provider.ref}", kind=provider.kind)
    return provider


@act()
def change_provider(*, by: User, provider: Provider, version: int, **said: Any) -> Provider:
    """As it was at `version`; what it was before stays in its history.

    Raises Forbidden, HomeError, ValidationError, ProviderChangedError.
    """
    require(by, Ability.KEEP_DIRECTORY)
    row = Provider.objects.select_for_update().get(pk=provider.pk)
    if row.version != version:
        raise ProviderChangedError(row)
    if "postcode" in said and said["postcode"] != row.postcode:
        row.latitude = row.longitude = None
    _put(row, said)
    row.version += 1
    row.save()
    record_event(by=by, action="provider.changed", subject=f"provider {row.ref}", fields=sorted(said))
    return row


@act()
def say_vacancies(
    *, by: User, provider: Provider, places: int, said_on: date | None = None, said_by: str = ""
) -> Vacancy:
    """What they said on the day. Raises Forbidden, HomeError."""
    require(by, Ability.KEEP_DIRECTORY)
    on = said_on or today()
    if on > today():
        raise HomeError("They cannot have said it on a day to come", "said_on")
    if not 0 <= places <= MOST_PLACES:
        raise HomeError(f"The number of places must be between 0 and {MOST_PLACES}", "places")
    row = Vacancy(provider=provider, places=places, said_on=on, said_by=said_by.strip(), noted_by=by)
    clean(row)
    row.save()
    record_event(by=by, action="provider.asked", subject=f"provider {provider.ref}", places=places)
    return row


def _put(row: Provider, said: Mapping[str, Any]) -> None:
    if unknown := set(said) - FIELDS:
        raise ValueError(f"Not fields of a provider: {', '.join(sorted(unknown))}")
    for name, value in said.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    known = home_choices()["takes"]
    row.takes = [code for code in known if code in row.takes]
    row.not_taken = [code for code in known if code in row.not_taken]
    if both := set(row.takes) & set(row.not_taken):
        raise HomeError(f"Taken and not taken: {known[min(both)]}. Choose one", "not_taken")
    if row.postcode and row.latitude is None and (point := point_of_postcode(row.postcode)):
        row.latitude, row.longitude = point
    clean(row)
