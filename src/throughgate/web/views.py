"""Pages that belong to no room: errors, and what we say about accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere. `reason` is for developers and is not shown."""
    return render(request, "400.html", {"stale_form": True}, status=403)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")
