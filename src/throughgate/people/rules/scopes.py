"""Whose people a board shows: one's own, one's team's, one's site's."""

from collections.abc import Sequence
from enum import StrEnum


class Scope(StrEnum):
    ME = "me"
    TEAM = "team"
    SITE = "site"


SCOPE_WORDS = {Scope.ME: "Me", Scope.TEAM: "My team", Scope.SITE: "My site"}


def scope_from(asked: str, offered: Sequence[Scope]) -> Scope:
    """What was asked for, or the first of those offered: a made-up one in the URL is nobody's error."""
    return next((scope for scope in offered if scope == asked), offered[0])
