from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.casework.selectors.contacts import access_follow_up
from throughgate.casework.services import finish_follow_up, reopen_follow_up
from throughgate.casework.views.asking import way_back


@require_POST
def follow_up_done(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = finish_follow_up(by=user, follow_up=access_follow_up(user, ref, action=Action.RECORD))
    messages.success(request, "Done, and off your list.")
    return redirect(way_back(request, row.person))


@require_POST
def follow_up_undone(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = reopen_follow_up(by=user, follow_up=access_follow_up(user, ref, action=Action.RECORD))
    messages.info(request, "Back on the list.")
    return redirect(way_back(request, row.person))
