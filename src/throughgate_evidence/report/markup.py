"""HTML that cannot be broken by what is in it: text is escaped unless it was made here."""

from __future__ import annotations

from html import escape

VOID = frozenset({"meta", "circle", "line", "path", "polygon", "polyline", "rect"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: str | float | None) -> Markup:
    """An element; None children and attributes are left out. `class_` is class, `aria_label` is aria-label."""
    opening = name + "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Markup(f"<{opening}>" if name == "meta" else f"<{opening}/>")
    return Markup(f"<{opening}>{join(*children)}</{name}>")


def join(*children: str | None) -> Markup:
    given = (child for child in children if child is not None)
    return Markup("".join(child if isinstance(child, Markup) else escape(child, quote=False) for child in given))
