"""What people say of us, what was learned, and what is told back."""

from django.urls import reverse

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.learning.models import Feedback, LogItem, WallPage


def learning_pages() -> list[tuple[str, str]]:
    listed = [(f"learning {name}", reverse(f"learning:{name}")) for name in ("log", "new", "figures", "voices", "wall")]
    for item in LogItem.objects.order_by("pk")[:1]:
        known = {"ref": item.ref}
        listed += [
            ("learning item", reverse("learning:item", kwargs=known)),
            ("learning note", reverse("learning:note", kwargs=known | {"part": "learned"})),
            ("learning plan", reverse("learning:plan", kwargs=known)),
            ("learning put", reverse("learning:put", kwargs=known)),
        ]
    for page in WallPage.objects.filter(ended_at=None).select_related("site")[:1]:
        known = {"code": page.site.code, "quarter": page.quarter.isoformat()}
        listed.append(("learning wall page", reverse("learning:wall_page", kwargs=known)))
    return listed


def feedback_pages(reader: User) -> list[tuple[str, str]]:
    rows = Feedback.objects.filter(finished_at__isnull=False, is_kept=False, declined=False)
    row = visible(reader, rows).select_related("person").first()
    if row is None:
        return []
    known = {"ref": row.person.ref}
    return [
        ("feedback person", reverse("learning:person", kwargs=known)),
        ("feedback start", reverse("learning:start", kwargs=known)),
        ("feedback before", reverse("learning:before", kwargs=known)),
        ("feedback paper", reverse("learning:paper", kwargs=known)),
    ]
