"""Letters to some of ours: that something waits for them, never what or about whom.

They go once the act is through. Nothing hangs on them: a mail server that is down undoes nothing.
"""

from collections.abc import Iterable

from django.core import mail
from django.db import transaction
from django.template.loader import render_to_string

from throughgate.accounts.models import User


def post_letters(users: Iterable[int], subject: str, template: str, **context: object) -> None:
    """One letter to each, so that nobody reads who else got it. `template` is given `context` and nothing else."""
    ids = list(users)
    addresses = list(User.objects.filter(pk__in=ids, is_active=True).values_list("email", flat=True)) if ids else []
    if addresses:
        text = render_to_string(template, context)
        letters = [mail.EmailMessage(subject, text, to=[address]) for address in addresses]
        transaction.on_commit(lambda: mail.get_connection().send_messages(letters), robust=True)
