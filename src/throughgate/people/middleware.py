from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect

from throughgate.people.selectors import RecordMovedError


class MovedRecordMiddleware:
    """An address with the reference of a record that was put together with another leads to the same page of that one.

    What was sent to the old address is not saved: the form was opened on a record that is no more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RecordMovedError):
            return None
        gone, to = exception.gone.ref, exception.to.ref
        if request.method not in ("GET", "HEAD"):
            messages.warning(
                request,
                "This record has been put together with another one of the same person, so nothing was saved. "
                "This is where their story goes on: please enter it here.",
            )
            return redirect("desk:person", ref=to)
        answer = HttpResponsePermanentRedirect(request.get_full_path().replace(gone, to))
        # Permanent until somebody takes the records apart again: a browser must ask each time.
        answer["Cache-Control"] = "private, no-store"
        return answer
