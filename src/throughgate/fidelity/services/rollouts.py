"""A programme is taken to a site, with what is done otherwise there declared by name."""

from datetime import date

from django.db import IntegrityError, transaction

from throughgate.access.policy import Hidden, reach_of
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.fidelity.models import Adaptation, Change, Rollout
from throughgate.fidelity.rules.adapting import AdaptationError, check_adaptation, check_ending
from throughgate.fidelity.selectors.rollouts import require_adapting
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import ProgrammeModel
from throughgate.programmes.selectors.manuals import get_model
from throughgate.sites.models import Site


@act()
def roll_out(*, by: User, model: ProgrammeModel, site: Site, begins_on: date, note: str = "") -> Rollout:
    """Raises Forbidden, Hidden, AdaptationError where the site delivers it already."""
    _check(by, site)
    known = {"slug": model.slug, "site": site, "begins_on": begins_on, "note": note, "added_by": by}
    try:
        with transaction.atomic():
            row = Rollout.objects.create(**known)
    except IntegrityError as twice:
        raise AdaptationError(f"{site.name} delivers it already.", "site") from twice
    record_event(by=by, action="fidelity.rolled_out", subject=f"rollout {row.ref}", site=site.code, model=model.slug)
    return row


@act()
def end_rollout(*, by: User, rollout: Rollout, ended_on: date, because: str) -> Rollout:
    """Nobody new is expected there; who is on the programme goes on. Raises Forbidden, Hidden, AdaptationError."""
    _check(by, rollout.site)
    check_ending(rollout.begins_on, ended_on, because)
    rollout.ended_on, rollout.ended_because, rollout.ended_by = ended_on, because, by
    rollout.save(update_fields=["ended_on", "ended_because", "ended_by"])
    record_event(by=by, action="fidelity.rollout_ended", subject=f"rollout {rollout.ref}")
    return rollout


@act()
def declare_adaptation(
    *,
    by: User,
    rollout: Rollout,
    element: str,
    change: str,
    what: str,
    because: str,
    from_on: date,
    agreed_with: str = "",
) -> Adaptation:
    """Raises Forbidden, Hidden, AdaptationError."""
    _check(by, rollout.site)
    check_adaptation(
        compiled_model(get_model(by, rollout.slug)), element=element, change=change, what=what, because=because
    )
    row = Adaptation.objects.create(
        rollout=rollout, element=element, change=Change(change), what=what, because=because, agreed_with=agreed_with,
        from_on=max(from_on, rollout.begins_on), declared_by=by,
    )  # fmt: skip
    record_event(by=by, action="fidelity.adapted", subject=f"adaptation {row.ref}", element=element)
    return row


@act()
def end_adaptation(*, by: User, adaptation: Adaptation, on: date) -> Adaptation:
    """From then on the site does as the model says. Raises Forbidden, Hidden."""
    _check(by, adaptation.rollout.site)
    adaptation.ended_on, adaptation.ended_by = on, by
    adaptation.save(update_fields=["ended_on", "ended_by"])
    record_event(by=by, action="fidelity.adaptation_ended", subject=f"adaptation {adaptation.ref}")
    return adaptation


@act()
def go_on_adapting(*, by: User, adaptation: Adaptation) -> Adaptation:
    """Takes the end back. Raises Forbidden, Hidden."""
    _check(by, adaptation.rollout.site)
    adaptation.ended_on = adaptation.ended_by = None
    adaptation.save(update_fields=["ended_on", "ended_by"])
    record_event(by=by, action="fidelity.adaptation_goes_on", subject=f"adaptation {adaptation.ref}")
    return adaptation


def _check(by: User, site: Site) -> None:
    require_adapting(by)
    if site.pk not in reach_of(by).sites:
        raise Hidden()
