"""What pictures are made of: SVG that says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterable

from .markup import Markup, element

WIDTH = 360
Point = tuple[float, float]


def picture(key: str, title: str, description: str, height: float, *shapes: str | None, width: float = WIDTH) -> Markup:
    """An SVG with role img, named by its title and described by its description."""
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description, id=f"{key}-desc"),
        *shapes,
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="picture",
    )


def text(x: float, y: float, words: str, class_: str = "label", anchor: str = "start") -> Markup:
    return element("text", words, x=f"{x:g}", y=f"{y:g}", class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=f"{x1:.2f}", y1=f"{y1:.2f}", x2=f"{x2:.2f}", y2=f"{y2:.2f}", class_=class_)


def dot(x: float, y: float, radius: float, class_: str) -> Markup:
    return element("circle", cx=f"{x:.2f}", cy=f"{y:.2f}", r=f"{radius:g}", class_=class_)


def box(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    return element("rect", x=f"{x:.2f}", y=f"{y:.2f}", width=f"{width:.2f}", height=f"{height:.2f}", class_=class_)


def area(points: Iterable[Point], class_: str) -> Markup:
    return element("polygon", points=written(points), class_=class_)


def trace(points: Iterable[Point], class_: str) -> Markup:
    return element("polyline", points=written(points), class_=class_)


def written(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)


def shortened(words: str, most: int = 18) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
