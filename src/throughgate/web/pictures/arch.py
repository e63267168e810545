"""The motif: a stone arch on a path, small in the header and large in the picture of a person's path."""

from math import cos, radians, sin

from throughgate.web.pictures.svg import Svg, element, line

SIZES = {"small": "tg-arch--small", "large": "tg-arch--large", "faint": "tg-arch--faint"}


def draw_arch(size: str = "small") -> Svg:
    css = SIZES.get(size, SIZES["small"])
    stone = element("path", "tg-arch__stone", d="M5 34V18a15 15 0 0 1 30 0v16h-7V18a8 8 0 0 0-16 0v16z")
    way = element("path", "tg-arch__way", d="M1 37.5c8 .3 11-1 14.5-4.5S24 26.5 39 25.5")
    return Svg(
        f'<svg class="tg-arch {css}" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true"'
        f' focusable="false">{stone}{way}</svg>'
    )


def stone_arch(x: float, base: float, inner: float, thick: float, rise: float) -> str:
    """A large arch centred on `x`, on `base`: pillars of `rise`, then a half circle of radius `inner`."""
    spring, outer = base - rise, inner + thick
    outside = line("M", x - outer, base, "V", spring, "A", outer, outer, "0 0 1", x + outer, spring, "V", base)
    inside = line("H", x + inner, "V", spring, "A", inner, inner, "0 0 0", x - inner, spring, "V", base, "Z")
    return element("path", "tg-gate__stone", d=outside + inside) + element(
        "path", "tg-gate__joints", d=_joints(x, spring, inner, outer, rise)
    )


def _joints(x: float, spring: float, inner: float, outer: float, rise: float) -> str:
    joints = []
    for angle in range(0, 181, 20):
        across, up = cos(radians(angle)), sin(radians(angle))
        joints += [line("M", x + inner * across, spring - inner * up, "L", x + outer * across, spring - outer * up)]
    for step in range(1, int(rise // 24) + 1):
        y = spring + step * 24
        joints += [line("M", x - outer, y, "H", x - inner, "M", x + inner, y, "H", x + outer)]
    return "".join(joints)
