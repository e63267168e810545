"""What production refuses to start with, and how to mend it. `make check-deploy` prints the same list."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from throughgate.common.encryption import parse_keys

SHORTEST_SECRET = 32
DEMO_DOMAIN = "@demo.throughgate.example"
# Prints messages where the log is: links that open accounts would stand in it.
CONSOLE_MAIL = "django.core.mail.backends.console.EmailBackend"


def unsafe_settings() -> Iterator[str]:
    """One sentence for each thing that must be mended before real people's records go in."""
    if not settings.PRODUCTION:
        yield f"THROUGHGATE_MODE is {settings.MODE}. Unset THROUGHGATE_MODE (or set it to `production`)."
    if settings.SECRET_KEY == settings.DEFAULT_KEY or len(settings.SECRET_KEY) < 50:
        yield "SECRET_KEY is the demonstration key or shorter than 50 characters. Set it to a long random value."
    yield from unsafe_field_keys()
    if settings.DEBUG:
        yield "DEBUG is on. Unset DEBUG."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield ("ALLOWED_HOSTS is empty or allows every host. Set it to the names people type, joined with commas.")
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield "Cookies may travel without TLS. Unset THROUGHGATE_TLS_COOKIES (or set it to `on`) and serve over https."
    if not settings.SECOND_FACTOR_REQUIRED:
        yield "The second factor is optional. Unset THROUGHGATE_SECOND_FACTOR (or set it to `required`)."
    if settings.EMAIL_BACKEND == CONSOLE_MAIL:
        yield (
            "E-mail goes to the log, and with it links that open accounts. Set EMAIL_BACKEND to "
            "`django.core.mail.backends.smtp.EmailBackend` and EMAIL_HOST to your mail server."
        )


def unsafe_field_keys() -> Iterator[str]:
    if settings.FIELD_KEYS.startswith("demo:"):
        yield "THROUGHGATE_FIELD_KEYS is not set. Set it to `id:secret` with a secret of its own, not SECRET_KEY."
        return
    try:
        keys = parse_keys(settings.FIELD_KEYS)
    except ImproperlyConfigured as error:
        yield str(error)
        return
    for key_id, secret in keys.items():
        if len(secret) < SHORTEST_SECRET or secret == settings.SECRET_KEY:
            yield (
                f"The key {key_id!r} of THROUGHGATE_FIELD_KEYS is shorter than {SHORTEST_SECRET} characters "
                "or is SECRET_KEY. Put a long random key in front, run `manage.py rotate_field_keys`, then remove it."
            )


def demo_accounts() -> list[str]:
    """E-mail addresses of demonstration accounts that can still sign in."""
    from throughgate.accounts.models import User

    open_ones = User.objects.filter(email__endswith=DEMO_DOMAIN, is_active=True)
    return list(open_ones.order_by("email").values_list("email", flat=True))


def unsafe_contents() -> Iterator[str]:
    """What the database holds that must not be there."""
    try:
        found = demo_accounts()
    except DatabaseError:
        yield "The database cannot be reached or is not set up. Check DATABASE_URL and run `manage.py migrate`."
        return
    if found:
        some = ", ".join(found[:2]) + (", …" if len(found) > 2 else "")
        yield (
            f"{len(found)} accounts of the demonstration can sign in ({some}). "
            "Start with an empty database, or run `manage.py close_demo_accounts`."
        )


def problems() -> list[str]:
    return [*unsafe_settings(), *unsafe_contents()]


def check_deployment(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy`, beside Django's own security checks."""
    return [Error(problem, id=f"throughgate.E{number:03}") for number, problem in enumerate(problems(), start=1)]


CHECK_TAGS = (Tags.security,)


def refuse_unsafe_start() -> None:
    """Called by the server's entry points once the applications are loaded."""
    if not settings.PRODUCTION:
        return
    found = problems()
    if found:
        raise ImproperlyConfigured("Throughgate will not start:\n" + "\n".join(f"  * {problem}" for problem in found))
