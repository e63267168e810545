"""Site against site, and one site part by part."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.access.policy import Ability, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST
from throughgate.fidelity.forms.period import DueForm
from throughgate.fidelity.models import Rollout
from throughgate.fidelity.rules.counting import FIGURES, Due
from throughgate.fidelity.selectors.figures import (
    Compared,
    Practitioner,
    by_element,
    by_practitioner,
    compare_sites,
    withholds_from,
)
from throughgate.fidelity.selectors.rollouts import (
    Programme,
    adaptations_between,
    may_adapt,
    programme_for,
    rollouts_of,
    site_for,
    sites_of,
)
from throughgate.fidelity.views.words import adaptation_line, due_words, figures_of
from throughgate.programmes.selectors.manuals import list_models
from throughgate.release.rules.gate_figures import Period
from throughgate.sites.models import Site
from throughgate.web.words import day_words

Row = dict[str, Any]


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.COMPARE_SITES)
    rows = {row.slug: row for row in reversed(list_models(user))}
    return render(request, "fidelity/programmes.html", {"rows": sorted(rows.values(), key=lambda row: row.title)})


@require_safe
def side_by_side(request: HttpRequest, slug: str) -> HttpResponse:
    user, on = user_of(request), today()
    programme = programme_for(user, slug)
    form = DueForm(request.GET, today=on, withholds=withholds_from(user))
    context: Row = {
        "programme": programme.row,
        "form": form,
        "action_url": reverse("fidelity:compare", kwargs={"slug": slug}),
        "figures": FIGURES,
        "withholds": withholds_from(user),
        "fewest": FEWEST,
        "may_adapt": may_adapt(user),
    }
    if period := form.chosen:
        sites = sites_of(user)
        found = compare_sites(user, programme, sites, period.first, period.last, on)
        context |= _compared(request, programme, sites, found) | {"days": _days(period)}
    return render(request, "fidelity/compare.html", context)


def _compared(request: HttpRequest, programme: Programme, sites: list[Site], found: Compared) -> Row:
    rollouts = rollouts_of(programme.row.slug, sites)
    rows = [
        {
            "site": site,
            "url": _url(request, programme, site),
            "figures": figures_of(found.of_site[site.pk]) if site.pk in found.told else None,
            "people": found.of_site[site.pk].people,
            "outside": found.of_site[site.pk].outside,
            "rollout": rollouts.get(site.pk),
        }
        for site in sites
        if found.of_site[site.pk].people or site.pk in rollouts
    ]
    together = figures_of(found.together) if len(rows) > 1 and found.tells_together else None
    idle = [site for site in sites if not found.of_site[site.pk].people and site.pk not in rollouts]
    return {"rows": rows, "together": together, "people": found.together.people, "idle": idle}


def _url(request: HttpRequest, programme: Programme, site: Site) -> str:
    url = reverse("fidelity:site", kwargs={"slug": programme.row.slug, "code": site.code})
    asked = request.GET.urlencode()
    return f"{url}?{asked}" if asked else url


@require_safe
def of_site(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    user, on = user_of(request), today()
    programme, site = programme_for(user, slug), site_for(user, code)
    form = DueForm(request.GET, today=on, withholds=withholds_from(user))
    rollout = rollouts_of(slug, [site]).get(site.pk)
    asked = request.GET.urlencode()
    back = reverse("fidelity:compare", kwargs={"slug": slug})
    context: Row = {
        "programme": programme.row,
        "site": site,
        "form": form,
        "action_url": reverse("fidelity:site", kwargs={"slug": slug, "code": code}),
        "back_url": f"{back}?{asked}" if asked else back,
        "rollout": rollout,
        "may_adapt": may_adapt(user),
        "fewest": FEWEST,
    }
    if period := form.chosen:
        # What may be told of one site depends on what is told of the others.
        beside = sites_of(user) if withholds_from(user) else [site]
        found = compare_sites(user, programme, beside, period.first, period.last, on)
        context |= {"days": _days(period), "adaptations": _adaptations(programme, rollout, period)}
        if site.pk in found.told:
            context |= {"figures": figures_of(found.of_site[site.pk]), "outside": found.of_site[site.pk].outside}
        # A part of the programme at one site tells of few people: only for whoever may open their records.
        if not withholds_from(user):
            context["elements"] = _elements(programme, by_element(programme, [site], *_between(period), on)[site.pk])
            lines = by_practitioner(user, programme, site, *_between(period), on)
            context["practitioners"] = [_practitioner(one, is_self=one.worker == user) for one in lines]
            context["names_all"] = has(user, Ability.SEE_PRACTITIONERS)
    return render(request, "fidelity/site.html", context)


def _between(period: Period) -> tuple[Any, Any]:
    return period.first, period.last


def _days(period: Period) -> str:
    return f"{day_words(period.first)} to {day_words(period.last)}"


def _adaptations(programme: Programme, rollout: Rollout | None, period: Period) -> list[Row]:
    if rollout is None:
        return []
    rows = adaptations_between(rollout, period.first, max(period.last, today()))
    return [adaptation_line(row, programme.title_of(row.element), row.element in programme.core) for row in rows]


def _elements(programme: Programme, found: dict[str, Due]) -> dict[str, list[Row]]:
    """The core and the others, in the order of the model; last those that only an earlier version has."""
    order = [*programme.model.elements, *sorted(found.keys() - programme.model.elements.keys())]
    rows = {"core": list[Row](), "others": list[Row]()}
    for key in (key for key in order if key in found):
        core = key in programme.core
        rows["core" if core else "others"].append(
            {"title": programme.title_of(key), "core": core} | due_words(found[key])
        )
    return rows


def _practitioner(one: Practitioner, *, is_self: bool) -> Row:
    name = one.worker.name if one.worker else "Colleagues, together"
    return {"name": f"{name} (you)" if is_self else name} | due_words(one.due)
