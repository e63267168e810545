"""What the files of trainings and of observations may say."""

from collections.abc import Mapping

from pydantic import Field

from throughgate.accounts.models import Role
from throughgate.common.parts import Part, Slug, Title, Words

MOST_LOOKS = 15


class Training(Part):
    """Needed by some roles, or by whoever works with people on a programme."""

    title: Title
    needed_by: tuple[str, ...] = ()
    programme: str = ""
    months: int | None = Field(default=None, ge=1, le=240)  # None: it holds for good
    tell_before: int = Field(default=60, ge=1, le=365)  # days


class Trainings(Part):
    slug: Slug = Field(alias="training")
    version: int = Field(ge=1)
    title: Title
    trainings: Mapping[Slug, Training]


class Look(Part):
    ask: Words


class Sheet(Part):
    """What is looked for in an observation, and after how many months the next one is due."""

    slug: Slug = Field(alias="observation")
    version: int = Field(ge=1)
    title: Title
    again_after_months: int = Field(ge=1, le=60)
    looks: Mapping[Slug, Look]


ROLES = frozenset(Role.values)
