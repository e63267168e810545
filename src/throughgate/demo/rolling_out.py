"""Where the demonstration's programmes are delivered, and what two sites do otherwise."""

from datetime import timedelta
from typing import TYPE_CHECKING

from throughgate.fidelity.services.rollouts import declare_adaptation, roll_out
from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.sites.models import Site

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

OTHERWISE = {
    ("restorative-family", "SDI"): {
        "element": "sessions", "change": "timing", "what": "Two sessions a week, three weeks long.",
        "because": "Many leave within two months, and the chapel is free for five weeks only.",
        "agreed_with": "The author of the programme",
    },
    ("addiction-recovery", "CLI"): {
        "element": "group-therapy", "change": "who",
        "what": "A peer advisor leads beside the counsellor.",
        "because": "Men here come for somebody who was on the wing with them.",
    },
}  # fmt: skip


def take_programmes_to_sites(charity: "Charity") -> None:
    manager = charity.users["manager"]
    mine = set(manager.sites.values_list("pk", flat=True))
    pairs = Enrolment.objects.filter(site__in=mine).order_by().values_list("model__slug", "site__code").distinct()
    newest = {row.slug: row for row in ProgrammeModel.objects.order_by("version")}
    sites = {site.code: site for site in Site.objects.filter(pk__in=mine)}
    begins_on = charity.today - timedelta(days=500)
    for slug, code in sorted(pairs):
        rollout = roll_out(by=manager, model=newest[slug], site=sites[code], begins_on=begins_on)
        if said := OTHERWISE.get((slug, code)):
            declare_adaptation(by=manager, rollout=rollout, from_on=charity.today - timedelta(days=90), **said)
