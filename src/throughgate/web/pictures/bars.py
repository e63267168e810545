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
