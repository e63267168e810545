from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.casework.selectors.contacts import access_follow_up
from throughgate.casework.services import finish_follow_up, reopen_follow_up
from throughgate.casework.views.asking import way_back
from throughgate.programmes.promising import PromiseError
from throughgate.web.undo import say_done


@require_safe
def follow_up(request: HttpRequest, ref: str) -> HttpResponse:
    """Where it was promised. For links of what is due, which know the promise alone."""
    return redirect("casework:contact", ref=access_follow_up(user_of(request), ref).contact.ref)


@require_POST
def follow_up_done(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_follow_up(user, ref, action=Action.RECORD)
    try:
        promise = finish_follow_up(by=user, follow_up=row)
        say_done(request, f"Done: {promise.title}.", reverse("casework:follow_up_undone", kwargs={"ref": ref}))
    except PromiseError as refused:
        messages.error(request, str(refused))
    return redirect(way_back(request, row.promise.person))


@require_POST
def follow_up_undone(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    promise = reopen_follow_up(by=user, follow_up=access_follow_up(user, ref, action=Action.RECORD))
    messages.info(request, f"Not done yet: {promise.title}. It is due again.")
    return redirect(way_back(request, promise.person))
