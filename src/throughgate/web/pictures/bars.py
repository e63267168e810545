"""Bars in the cells of a table: the picture and its table are one."""

from dataclasses import dataclass

from throughgate.web.pictures.svg import Svg, element


@dataclass(frozen=True)
class Bar:
    label: str
    value: float | None  # None: too few for a bar
    # What is printed beside the bar, when the bare number would not do: "12 of 40".
    words: str = ""
    tone: str = "action"


def draw_bar(value: float | None, most: float, tone: str) -> Svg:
    if value is None:
        return Svg("")
    share = max(0.0, min(1.0, value / most)) if most else 0.0
    inner = element("rect", "tg-bar__ground", x=0, y=0, width=100, height=10)
    inner += element("rect", f"tg-bar__length tg-bar__length--{tone}", x=0, y=0, width=share * 100, height=10)
    opening = (
        '<svg class="tg-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    )
    return Svg(f"{opening}{inner}</svg>")


def draw_share(share: float | None, low: float = 0, high: float = 1, tone: str = "action") -> Svg:
    """A share of one as a bar, and over it its interval."""
    if share is None:
        return Svg("")
    inner = element("rect", "tg-bar__ground", x=0, y=0, width=100, height=16)
    inner += element("rect", f"tg-bar__length tg-bar__length--{tone}", x=0, y=0, width=share * 100, height=16)
    inner += element("rect", "tg-bar__likely", x=low * 100, y=6, width=max((high - low) * 100, 0.6), height=4)
    return Svg(
        '<svg class="tg-bar tg-bar--share" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true"'
        f' focusable="false">{inner}</svg>'
    )
