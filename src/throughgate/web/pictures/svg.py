"""The few elements the pictures are made of. Everything that is text is escaped here."""

from textwrap import wrap
from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString

# Mean advance of the typeface as a share of its size, a little generous: used to keep labels apart, not to set them.
LETTER = 0.54


def text_width(text: str, size: float) -> float:
    return len(text) * size * LETTER


def wrapped(text: str, width: float, size: float, most: int = 3) -> list[str]:
    """Lines of `text` that fit `width`; what does not fit in `most` lines ends in an ellipsis."""
    letters = max(4, int(width / (size * LETTER)))
    lines = wrap(" ".join(text.split()), letters) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: letters - 1].rstrip() + "…"]
    return lines


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def line(*steps: str | float) -> str:
    """Path data from letters and numbers: `line("M", 1, 2, "V", 3)`."""
    return " ".join(step if isinstance(step, str) else number(step) for step in steps)


def element(name: str, css: str = "", content: str = "", **attributes: float | str) -> str:
    parts = [f' class="{css}"'] if css else []
    for key, value in attributes.items():
        shown = number(value) if isinstance(value, int | float) else escape(value)
        parts.append(f' {key.rstrip("_").replace("_", "-")}="{shown}"')
    return f"<{name}{''.join(parts)}>{content}</{name}>" if content else f"<{name}{''.join(parts)}/>"


def words(text: str, x: float, y: float, css: str, anchor: str = "") -> str:
    anchored = {"text_anchor": anchor} if anchor else {}
    return element("text", css, escape(text), x=x, y=y, **anchored)


class Svg(SafeString):
    """Markup in which every text and every attribute was escaped by `element` or `words`, or is a constant of ours."""


def picture(css: str, width: float, height: float, title: str, description: str, content: str) -> Svg:
    """A whole `<svg role="img">` named by its title and described by its words."""
    mark = f"{crc32(f'{css}{title}{description}'.encode()):08x}"
    named = f'<title id="t{mark}">{escape(title)}</title><desc id="d{mark}">{escape(description)}</desc>'
    return Svg(
        f'<svg class="{css}" viewBox="0 0 {number(width)} {number(height)}" role="img"'
        f' aria-labelledby="t{mark}" aria-describedby="d{mark}" focusable="false">{named}{content}</svg>'
    )
