"""What may be declared of a programme at a site. Pure."""

from datetime import date

from throughgate.programmes.grammar import ProgrammeModel


class AdaptationError(ValueError):
    """`field` names the form's field it belongs to, if any."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


def check_adaptation(model: ProgrammeModel, *, element: str, change: str, what: str, because: str) -> None:
    if element and element not in model.elements:
        raise AdaptationError("This programme has no such part. Choose one of the list.", "element")
    if not element and change == "left_out":
        raise AdaptationError("A whole programme cannot be left out. Choose which part of it is.", "element")
    for field, text, ask in (
        ("what", what, "Say what is done otherwise"),
        ("because", because, "Say why: whoever compares sites will want to know"),
    ):
        if not any(letter.isalpha() for letter in text):
            raise AdaptationError(ask, field)


def check_ending(begins_on: date, ended_on: date, because: str) -> None:
    if ended_on < begins_on:
        raise AdaptationError("It cannot end before it began.", "ended_on")
    if not because.strip():
        raise AdaptationError("Say why the site no longer delivers it.", "because")
