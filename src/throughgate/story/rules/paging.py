"""Which questions stand together on a page, and which page comes next."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from throughgate.story.rules.asking import OPEN, ItemState

By = Literal["one", "section"]


@dataclass(frozen=True, slots=True)
class Page:
    """`at` is its name in an address: the question, or the section of which it has several."""

    at: str
    section: str
    items: tuple[str, ...]


def pages_of(states: Iterable[ItemState], by: By) -> tuple[Page, ...]:
    """One page for each question, or for each section that has any."""
    if by == "one":
        return tuple(Page(one.item, one.section, (one.item,)) for one in states)
    sections: dict[str, list[str]] = {}
    for one in states:
        sections.setdefault(one.section, []).append(one.item)
    return tuple(Page(name, name, tuple(items)) for name, items in sections.items())


def page_at(pages: Sequence[Page], at: str) -> Page | None:
    """By its name; a question leads to the page that it stands on, a section to the first of its pages."""
    return next((page for page in pages if at in (page.at, *page.items) or at == page.section), None)


def next_at(states: Sequence[ItemState], by: By, done: Collection[str]) -> str | None:
    """After the page with these questions: what their answers opened, then what follows; None at the end."""
    places = [place for place, one in enumerate(states) if one.item in done]
    if not places:
        return None
    sections = {states[place].section for place in places}
    if by == "section":
        opened = [one for one in states if one.section in sections and one.state in OPEN and one.item not in done]
        if opened:
            return opened[0].section
    later = [
        one for one in states[max(places) + 1 :] if one.state in OPEN and (by == "one" or one.section not in sections)
    ]
    return (later[0].item if by == "one" else later[0].section) if later else None


def before(pages: Sequence[Page], at: str) -> Page | None:
    place = next((place for place, page in enumerate(pages) if page.at == at), 0)
    return pages[place - 1] if place else None
