from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from throughgate.audit.services import record_event
from throughgate.sites.models import Site
from throughgate.sites.rules import RegisterError, RegisterRow, read_register

SHIPPED = Path(__file__).resolve().parent / "data" / "prisons.csv"


@dataclass(frozen=True)
class RegisterLoaded:
    """What loading did, as codes of sites.

    `closed` are among `changed`; `left` are prisons here that the file does not name.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    closed: tuple[str, ...]
    left: tuple[str, ...]
    total: int


class UnknownSiteError(ValueError):
    def __init__(self, codes: Iterable[str]):
        super().__init__(
            f"No site has the code {', '.join(sorted(codes))}. Load the register first, or check the code."
        )


@transaction.atomic
def load_sites(*, by: Any = None, path: Path = SHIPPED) -> RegisterLoaded:
    """Bring the prisons in line with the register. Which of them the organisation serves, and its own places, are
    left as they are.

    Loading the same file again changes nothing. Raises RegisterError, and then nothing is changed.
    """
    rows = read_register(_read_text(path), path.name)
    prisons = {site.code: site for site in Site.objects.filter(code__in=[row.code for row in rows])}
    if taken := sorted(code for code, site in prisons.items() if not site.is_prison):
        raise RegisterError(
            [f"{path.name}: {code} is a place of your own. Give that place another code." for code in taken]
        )
    added = [row for row in rows if row.code not in prisons]
    changed = [(prisons[row.code], row) for row in rows if row.code in prisons and _differs(prisons[row.code], row)]
    closed = [site.code for site, row in changed if site.is_active and not row.is_active]
    Site.objects.bulk_create([Site(is_prison=True, **asdict(row)) for row in added])
    for site, row in changed:
        Site.objects.filter(pk=site.pk).update(**asdict(row))
    left = (
        Site.objects.filter(is_prison=True).exclude(code__in=[row.code for row in rows]).values_list("code", flat=True)
    )
    loaded = RegisterLoaded(
        tuple(row.code for row in added),
        tuple(site.code for site, _ in changed),
        tuple(closed),
        tuple(left.order_by("code")),
        len(rows),
    )
    if added or changed:
        counts = {"added": len(added), "changed": len(changed), "closed": len(closed)}
        record_event(by=by, action="sites.loaded", subject=path.name, **counts)
    return loaded


@transaction.atomic
def serve_sites(*, by: Any = None, codes: Iterable[str]) -> None:
    """The organisation works at these sites from now on. Raises UnknownSiteError, and then nothing is changed."""
    wanted = set(codes)
    known = set(Site.objects.filter(code__in=wanted).values_list("code", flat=True))
    if wanted - known:
        raise UnknownSiteError(wanted - known)
    if Site.objects.filter(code__in=wanted, is_served=False).update(is_served=True):
        record_event(by=by, action="sites.served", codes=sorted(wanted))


def _differs(site: Site, row: RegisterRow) -> bool:
    return any(getattr(site, name) != value for name, value in asdict(row).items())


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as trouble:
        raise RegisterError([f"{path.name}: it cannot be read ({trouble.strerror}). Check the path."]) from trouble
    except UnicodeDecodeError as trouble:
        line = trouble.object[: trouble.start].count(b"\n") + 1
        raise RegisterError(
            [f"{path.name}, line {line}: it is not UTF-8. Save the file as UTF-8 and try again."]
        ) from trouble
