"""What somebody sends after their session ended, or from a tab that is older than their sign-in: it waits for them,
sealed, until they are signed in again. ADR 32.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.timezone import now

from throughgate.accounts.models import User
from throughgate.common.encryption import EncryptionError, decrypt, encrypt

# Who has signed in with this browser since it was opened, the latest first: account ids, signed. Ends with the browser,
# as its tabs do.
HERE = "throughgate_here"
HELD = "typed"
KEPT_FOR = timedelta(minutes=30)
MOST_LETTERS = 200_000
# Passwords and codes are typed here and nowhere else.
NEVER_HELD = ("allauth", "throughgate.accounts")
# What has not happened yet, by the name of the page: rooms above say it of pages where nobody may think it done.
_UNDONE: dict[str, str] = {}


def register_undone(page: str, words: str) -> None:
    _UNDONE[page] = words


@dataclass(frozen=True)
class Typed:
    """`fields` as the browser sent them, one pair for each value."""

    owner: int
    path: str
    at: datetime
    fields: Sequence[tuple[str, str]]
    had_files: bool

    @property
    def undone(self) -> str:
        """What has not happened, where that could cost somebody dear; else nothing."""
        try:
            return _UNDONE.get(resolve(urlsplit(self.path).path).view_name, "")
        except Resolver404:
            return ""

    @property
    def words(self) -> list[str]:
        """What was written, not what was chosen."""
        return [value.strip() for _, value in self.fields if " " in value.strip()]


def hold(request: HttpRequest, *, is_old_tab: bool) -> bool:
    """Whether it is held. An old tab may be anybody's who used this browser: held only where that was one account."""
    here = _accounts_here(request)
    if not here or not _is_a_form(request) or (is_old_tab and len(here) > 1):
        return False
    if request.user.is_authenticated and request.user.pk != here[0]:
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) > MOST_LETTERS:
        return False
    kept = [here[0], request.get_full_path(), now().isoformat(), fields, bool(request.FILES)]
    request.session[HELD] = encrypt(json.dumps(kept), about=HELD)
    return True


def held_for(request: HttpRequest, user: User) -> Typed | None:
    """What waits for this account; whatever is too old or somebody else's is thrown away."""
    try:
        owner, path, at, fields, had_files = json.loads(decrypt(request.session.get(HELD, ""), about=HELD))
    except EncryptionError:
        return None
    found = Typed(owner, path, datetime.fromisoformat(at), [(name, value) for name, value in fields], had_files)
    if found.owner != user.pk or now() - found.at > KEPT_FOR:
        del request.session[HELD]
        return None
    return found


def note_here(request: HttpRequest, response: HttpResponse) -> None:
    """Remember in the browser who is signed in."""
    here = _accounts_here(request)
    if here[:1] != [request.user.pk]:
        here = [pk for pk in (request.user.pk, *(one for one in here if one != request.user.pk)) if pk][:5]
        response.set_signed_cookie(
            HERE,
            ".".join(map(str, here)),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _accounts_here(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in (request.get_signed_cookie(HERE, default="") or "").split(".") if pk]


def _is_a_form(request: HttpRequest) -> bool:
    """Sent by a page, not by a script (a draft that saves itself, the outbox of the road)."""
    match = request.resolver_match
    ours = match is not None and not match.func.__module__.startswith(NEVER_HELD)
    return ours and request.method == "POST" and "text/html" in request.headers.get("Accept", "")
