"""What somebody sends after their session ended, or from a tab that is older than their sign-in: it waits for them,
sealed, until they are signed in again. ADR 32.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.timezone import now

from throughgate.accounts.models import User
from throughgate.common.encryption import EncryptionError, decrypt, encrypt

# Who has signed in with this browser since it was opened, the latest first: account ids, signed. Ends with the browser,
# as its tabs do.
HERE = "throughgate_here"
HELD = "typed"
# The field by which the page sends back which of what was held it is: once that went through, nothing waits any more.
SENT = "kept_words"
KEPT_FOR = timedelta(minutes=30)
MOST_LETTERS = 200_000
# Passwords and codes are typed here and nowhere else.
NEVER_HELD = ("allauth", "throughgate.accounts")
# What has not happened yet, by the name of the page: rooms above say it of pages where nobody may think it done.
_UNDONE: dict[str, "Undone"] = {}


@dataclass(frozen=True)
class Undone:
    """`about` says of whom it is and what was chosen, to whoever typed it, from the address and the fields."""

    words: str
    is_grave: bool = False
    about: Callable[[User, str, Sequence[tuple[str, str]]], str] | None = None


def register_undone(page: str, undone: Undone) -> None:
    _UNDONE[page] = undone


@dataclass(frozen=True)
class Typed:
    """`fields` as the browser sent them, one pair for each value."""

    owner: int
    path: str
    at: datetime
    fields: Sequence[tuple[str, str]]
    had_files: bool

    @property
    def undone(self) -> Undone | None:
        """What has not happened, where that could cost somebody dear; else nothing."""
        try:
            return _UNDONE.get(resolve(urlsplit(self.path).path).view_name)
        except Resolver404:
            return None

    def about(self, user: User) -> str:
        undone = self.undone
        return undone.about(user, self.path, self.fields) if undone and undone.about else ""

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was written, not what was chosen, each with what it was asked as."""
        return [(_asked(name), value.strip()) for name, value in self.fields if " " in value.strip()]


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
        if name not in ("csrfmiddlewaretoken", SENT) and "password" not in name.lower()
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) > MOST_LETTERS:
        return False
    kept = [here[0], request.get_full_path(), now().isoformat(), fields, bool(request.FILES)]
    request.session[HELD] = encrypt(json.dumps(kept), about=HELD)
    return True


def undone_here(request: HttpRequest) -> Undone | None:
    """What has not happened, for whoever has not signed in yet: of whom it is, is not said."""
    found = _opened(request)
    return found.undone if found else None


def _opened(request: HttpRequest) -> Typed | None:
    try:
        owner, path, at, fields, had_files = json.loads(decrypt(request.session.get(HELD, ""), about=HELD))
    except EncryptionError:
        return None
    return Typed(owner, path, datetime.fromisoformat(at), [(name, value) for name, value in fields], had_files)


def held_for(request: HttpRequest, user: User) -> Typed | None:
    """What waits for this account; whatever is too old or somebody else's is thrown away."""
    found = _opened(request)
    if found is None:
        return None
    if found.owner != user.pk or now() - found.at > KEPT_FOR:
        del request.session[HELD]
        return None
    return found


def waiting(request: HttpRequest, user: User) -> Typed | None:
    """As `held_for`, for every page but the one that offers it. Where nothing is held, nothing is opened."""
    if HELD not in request.session or request.path == reverse("accounts:typed"):
        return None
    return held_for(request, user)


def drop(request: HttpRequest) -> None:
    request.session.pop(HELD, None)


def drop_if_sent(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """A form that went through leads on to another page; one that was refused comes back, and its words wait on."""
    if request.method != "POST" or response.status_code not in (302, 303) or HELD not in request.session:
        return
    held = held_for(request, user)
    if held and request.POST.get(SENT) == held.at.isoformat():
        drop(request)


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


def _asked(name: str) -> str:
    """A field's name as words: `what_happened` and `steps-0-text` are read by people here."""
    return re.sub(r"[\W\d_]+", " ", name).strip().capitalize()


def _is_a_form(request: HttpRequest) -> bool:
    """Sent by a page, not by a script (a draft that saves itself, the outbox of the road)."""
    match = request.resolver_match
    ours = match is not None and not match.func.__module__.startswith(NEVER_HELD)
    return ours and request.method == "POST" and "text/html" in request.headers.get("Accept", "")
