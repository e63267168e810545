"""The few elements the pictures are made of. Everything that is text is escaped here."""

from re import findall
from unicodedata import combining, normalize
from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString

# Advances of the typeface's semibold cut as shares of its size, rounded up; regular is narrower. Only to keep labels
# apart and inside, not to set them.
ADVANCES = {
    letter: share
    for share, letters in {
        0.25: "'|",
        0.3: "!,.:;`ij’",
        0.35: " ()[]fl",
        0.4: '-"_rt{}',
        0.45: "/1I\\",
        0.5: "*syz",
        0.55: "7?JLackvx~",
        0.6: "+239<>EFT^bdeghnopqu",
        0.65: "$4568=BPRSVYZ",
        0.7: "0ACDHKUX",
        0.75: "#&GNOQw",
        0.8: "@…",
        0.85: "M",
        0.9: "Wm",
    }.items()
    for letter in letters
}
WIDEST = 1.0  # of letters that are not listed


def text_width(text: str, size: float) -> float:
    """Letters with marks are as wide as those without."""
    return size * sum(ADVANCES.get(letter, WIDEST) for letter in normalize("NFD", text) if not combining(letter))


def wrapped(text: str, width: float, size: float, most: int = 3) -> list[str]:
    """Lines of `text` that fit `width`, broken at spaces and after hyphens; what does not fit ends in an ellipsis."""
    lines = [""]
    for piece in findall(r"\s?[^\s-]*-*", " ".join(text.split())):
        longer = lines[-1] + piece if lines[-1] else piece.strip()
        if not lines[-1] or text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(piece.strip())
    if len(lines) > most:
        last = lines[most - 1]
        lines[most - 1 :] = [f"{last}{'' if last.endswith('-') else ' '}{lines[most]}…"]
    return [_cut(line, width, size) for line in lines]


def _cut(text: str, width: float, size: float) -> str:
    if text_width(text, size) <= width:
        return text
    kept = text.rstrip("…")
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


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
