"""You said, we did: what is marked for it, the page before it is published, and the page on a wall."""

from datetime import date
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Hidden, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.quarters import quarter_of
from throughgate.learning.forms.log import WallForm
from throughgate.learning.rules.log import LogError
from throughgate.learning.selectors.log import item_for
from throughgate.learning.selectors.wall import (
    as_told,
    lines_of,
    published_for,
    quarter_from,
    quarter_words,
    site_for,
    walls_for,
)
from throughgate.learning.services import wall as services
from throughgate.learning.views.pages import form_page, names_for, places
from throughgate.release.rules.gate_figures import whole_quarters
from throughgate.web.paper import NoPdfError, page_as_pdf


@require_safe
def walls(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    return render(request, "learning/walls.html", {"rows": walls_for(user, today())} | places(user, "wall"))


def _shown(request: HttpRequest, code: str, quarter: str) -> dict[str, Any]:
    """What is published; for a manager also what would be. Raises Forbidden, Hidden."""
    user = user_of(request)
    site, first = site_for(user, code), quarter_from(quarter)
    keeps = has(user, Ability.KEEP_LEARNING)
    page = published_for(site, first)
    ready = as_told(lines_of(site, first)) if keeps else []
    if page is None and not ready:
        raise Hidden()
    preview = page is None or (keeps and request.GET.get("show") == "next")
    return {
        "site": site,
        "quarter": quarter,
        "words": quarter_words(first),
        "page": page,
        "lines": ready if preview else page.lines if page else [],
        "is_preview": preview,
        "differs": page is not None and keeps and ready != page.lines,
        "has_lines": bool(ready),
    }


@require_safe
def wall_page(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    context = _shown(request, code, quarter)
    return render(request, "learning/wall.html", context | places(user_of(request), "wall"))


@require_safe
def paper(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """A4, as a tagged PDF."""
    context = _shown(request, code, quarter)
    style = files("throughgate.learning").joinpath("data", "paper.css").read_text(encoding="utf-8")
    try:
        made = page_as_pdf("learning/wall_paper.html", context, style)
    except NoPdfError:
        messages.error(request, "No PDF can be made here. Print this page instead.")
        return redirect("learning:wall_page", code=code, quarter=quarter)
    headers = {"Content-Disposition": 'inline; filename="you-said-we-did.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_POST
def publish(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    site = site_for(user, code)
    try:
        services.publish_wall(by=user, site=site, quarter=quarter_from(quarter))
    except LogError as problem:
        messages.error(request, f"{problem}.")
        return redirect("learning:wall")
    messages.success(request, "Published. Print it and put it on a wall.")
    return redirect("learning:wall_page", code=code, quarter=quarter)


@require_POST
def unpublish(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    services.unpublish_wall(by=user, site=site_for(user, code), quarter=quarter_from(quarter))
    messages.success(request, "Taken down here. Take the printed ones off the wall too.")
    return redirect("learning:wall")


@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    read = item_for(user, ref)
    before = read.line
    initial: dict[str, Any] = {"quarter": quarter_of(today()).isoformat()}
    if before:
        initial = {
            "quarter": before.quarter.isoformat(), "you_said": before.you_said, "we_did": before.we_did,
            "could": "yes" if before.could else "no",
        }  # fmt: skip
    form = WallForm(request.POST or None, names=names_for(user), quarters=_quarters(before), initial=initial)
    return form_page(
        request, form,
        lambda: services.put_on_wall(by=user, item=read.item, **form.cleaned_data),
        reverse("learning:item", kwargs={"ref": ref}), title="You said, we did", button="Save",
        done="It is on the page of that quarter. Look at the page before you publish it.",
        about="Everybody may read this on a wall. No names, and nothing that tells who said it.",
    )  # fmt: skip


def _quarters(before: Any) -> list[tuple[str, str]]:
    on = today()
    found: list[date] = [quarter_of(on), *(one.first for one in whole_quarters(on, 3))]
    if before and before.quarter not in found:
        found.append(before.quarter)
    return [(first.isoformat(), quarter_words(first)) for first in found]


@require_POST
def take_off(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    services.take_off_wall(by=user, item=item_for(user, ref).item)
    messages.success(request, "Taken off. A page that is published stays as it is until you publish it anew.")
    return redirect("learning:item", ref=ref)
