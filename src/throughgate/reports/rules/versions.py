"""When a version may be asked about, signed, frozen and sent. Pure: each check raises with words for the author."""

from collections.abc import Collection, Sequence
from typing import Protocol


class ReportError(ValueError):
    """What does not fit, in words for the worker; `field` names the form's field it belongs to."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class Says(Protocol):
    @property
    def section(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def left_out(self) -> str: ...


def check_open(*, is_frozen: bool, is_asked: bool) -> None:
    """The author may still write."""
    if is_frozen:
        raise ReportError("This version is frozen. Begin a new version to change it")
    if is_asked:
        raise ReportError("It waits for sign-off. Take it back from there to change it")


def check_complete(statements: Collection[Says], must: Sequence[str], *, with_person: bool, gone_through: bool) -> None:
    said = {one.section for one in statements if one.words.strip() and not one.left_out}
    if any(section not in said for section in must):
        raise ReportError("Write your own part first: it is what the report is asked for")
    if with_person and not gone_through:
        raise ReportError("Go through it with the person first, or say why that could not be")


def check_signer(*, author: int, signer: int) -> None:
    if author == signer:
        raise ReportError("Somebody else than the author signs it off", "signer")


def check_signs(*, author: int, signer: int | None, by: int) -> None:
    if by == author or signer != by:
        raise ReportError("Only the one who was asked, and never the author, signs it off")
