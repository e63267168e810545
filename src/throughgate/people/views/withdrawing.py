"""A step of the custody history that was recorded wrongly."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action, visible
from throughgate.accounts.requests import user_of
from throughgate.people.forms.withdrawing import WRONG_DAY, WithdrawMoveForm
from throughgate.people.models import CustodyMove, Person
from throughgate.people.rules.custody import MoveOrderError
from throughgate.people.selectors.custody import dates_ended_by_nothing, moves_of
from throughgate.people.services.withdrawing import (
    let_ended_dates_stand,
    let_move_stand,
    move_on_another_day,
    withdraw_move,
)
from throughgate.people.views.pages import person_context, reach_person
from throughgate.web.undo import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def show_withdraw_move(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "correct a move", Action.EDIT)
    move = _reach(request, person, pk)
    if move.withdrawn_at is not None:
        messages.info(request, "This step was withdrawn already.")
        return redirect("people:custody", ref=person.ref)
    form = WithdrawMoveForm(request.POST or None, move=move)
    if request.method == "POST" and form.is_valid():
        try:
            return _take(request, person, move, form)
        except (MoveOrderError, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, MoveOrderError) else refusal)
    left = [one for one in moves_of(person) if one.pk != move.pk]
    again = [before for _, before in dates_ended_by_nothing(person, left)]
    context = {"form": form, "move": move, "again": again} | person_context(request, person, "custody")
    return render(request, "people/withdraw_move.html", context)


@require_POST
def let_stand(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "correct a move", Action.EDIT)
    try:
        let_move_stand(by=user_of(request), move=_reach(request, person, pk))
        messages.success(request, "The step stands again.")
    except MoveOrderError as refusal:
        messages.error(request, str(refusal))
    return redirect("people:custody", ref=person.ref)


@require_POST
def let_dates_stand(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "correct release days", Action.EDIT)
    if let_ended_dates_stand(by=user_of(request), person=person):
        messages.success(request, "The release days stand again. Where one does not hold any more, note what does.")
    else:
        messages.info(request, "Nothing was ended by a step that was taken off.")
    return redirect("people:custody", ref=person.ref)


def _take(request: HttpRequest, person: Person, move: CustodyMove, form: WithdrawMoveForm) -> HttpResponse:
    said, user = form.cleaned_data, user_of(request)
    if said["what"] == WRONG_DAY:
        move_on_another_day(by=user, move=move, on=said["on"], because=said["because"])
        messages.success(request, "The day is put right. What hangs on it has moved with it.")
    else:
        withdraw_move(by=user, move=move, because=said["because"])
        undo = reverse("people:let_move_stand", kwargs={"ref": person.ref, "pk": move.pk})
        say_done(request, "Taken off the history. It stays readable beneath, with the reason.", undo)
    return redirect("people:custody", ref=person.ref)


def _reach(request: HttpRequest, person: Person, pk: int) -> CustodyMove:
    rows = visible(user_of(request), CustodyMove.recorded.filter(person=person), Action.EDIT)
    row: CustodyMove = get_object_or_404(rows.select_related("person__site", "site"), pk=pk)
    return row
