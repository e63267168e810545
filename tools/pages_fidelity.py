"""How faithfully a programme is delivered: the list, side by side, one site, and what is declared there."""

from django.urls import reverse

from throughgate.fidelity.models import Rollout
from throughgate.programmes.models import ProgrammeModel


def fidelity_pages() -> list[tuple[str, str]]:
    listed = [("fidelity", reverse("fidelity:programmes")), ("fidelity take in", reverse("fidelity:take_in"))]
    if row := ProgrammeModel.objects.order_by("pk").first():
        given = {"slug": row.slug, "version": row.version}
        listed.append(("fidelity pack", reverse("fidelity:pack", kwargs=given)))
    rollout = Rollout.objects.filter(ended_on=None).select_related("site").order_by("pk").first()
    if rollout is None:
        return listed
    known = {"slug": rollout.slug, "code": rollout.site.code}
    return [
        *listed,
        ("fidelity compare", reverse("fidelity:compare", kwargs={"slug": rollout.slug})),
        ("fidelity site", reverse("fidelity:site", kwargs=known)),
        ("fidelity adapt", reverse("fidelity:adapt", kwargs={"ref": rollout.ref})),
    ]
