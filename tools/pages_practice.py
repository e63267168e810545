"""Who is trained in what, and watching practice."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.practice.models import TrainingRecord
from throughgate.practice.selectors.observation import observations_for


def practice_pages(reader: User) -> list[tuple[str, str]]:
    listed = [(f"practice {name}", reverse(f"practice:{name}")) for name in ("mine", "board", "plan")]
    for record in TrainingRecord.objects.filter(struck_at=None).select_related("user")[:1]:
        listed += [
            ("practice colleague", reverse("practice:colleague", kwargs={"ref": record.user.ref})),
            ("practice add", reverse("practice:add", kwargs={"ref": record.user.ref, "training": record.training})),
            ("practice correct", reverse("practice:correct", kwargs={"ref": record.ref})),
            ("practice strike", reverse("practice:strike", kwargs={"ref": record.ref})),
        ]
    rows = observations_for(reader)
    for row in [*rows.filter(answered_at__isnull=False)[:1], *rows.filter(observed_at=None, observer=reader)[:1]]:
        which = "answered" if row.answered_at else "planned"
        listed.append((f"practice {which}", reverse("practice:observation", kwargs={"ref": row.ref})))
        if not row.observed_at:
            listed.append(("practice note", reverse("practice:note", kwargs={"ref": row.ref})))
    return listed
