"""One page for several sites together: the average, how much sites differ, what to expect of another one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..outcomes import Kind
from ..statements import WORDING, figure, limit, p_value, signed_limit
from .forest import Line, forest
from .markup import Markup, element
from .page import footer, masthead, page, section
from .tables import NONE, WITHHELD, table

if TYPE_CHECKING:
    from ..pooling import Pooled, PooledSite

METHODS = {"reml": "restricted maximum likelihood", "dl": "DerSimonian and Laird"}


@dataclass(frozen=True)
class Scale:
    """How pooled numbers are written: ratios as ratios, differences as those of their kind."""

    ratio: bool
    per: int
    decimals: int
    unit: str
    ends: tuple[str, str]

    def written(self, value: float | None) -> str:
        if value is None or not math.isfinite(value):
            return NONE
        return f"{limit(math.exp(value), 2, null=1):,}" if self.ratio else signed_limit(self.per * value, self.decimals)

    def span(self, lower: float | None, upper: float | None) -> str:
        if lower is None or upper is None:
            return NONE
        return f"{self.written(lower)} to {self.written(upper)}"


def scale_of(pooled: Pooled, kind: Kind) -> Scale:
    wording = WORDING[kind]
    if pooled.log_scale:
        return Scale(True, 1, 2, "", ("less likely", "more likely"))
    return Scale(
        False, wording.limit_per, wording.limit_decimals, wording.limit_unit.many, (wording.lower, wording.higher)
    )


def render_pooled(
    pooled: Pooled,
    *,
    title: str = "All sites together",
    label: str = "the outcome",
    kind: Kind = "rate",
    version: str = "",
    inside: bool = False,
) -> str:
    """One self-contained HTML page. `label` and `kind` are those of the outcome that was pooled; `inside` says that
    small counts are not withheld.
    """
    scale = scale_of(pooled, kind)
    lead = f"{pooled.n_sites} sites, each compared with people like theirs who were not in the programme."
    return page(
        f"{title}: sites together",
        masthead(title, lead),
        [
            section("findings", "What was found", *findings(pooled, label, scale)),
            section("sites", "Site by site", *sites(pooled, label, scale)),
            section("method", "How it was done", method(pooled, scale)),
            section("limits", "What this cannot tell", limits()),
        ],
        footer(version, inside=inside),
    )


def pooled_sentences(pooled: Pooled, label: str = "the outcome", kind: Kind = "rate") -> list[str]:
    """What was found, in plain words."""
    scale = scale_of(pooled, kind)
    words = [average_words(pooled, label, scale), difference_words(pooled), expected_words(pooled, scale)]
    return [*words, *notes(pooled)]


def average_words(pooled: Pooled, label: str, scale: Scale) -> str:
    unit = f" {scale.unit}".rstrip()
    what = "ratio of risks" if scale.ratio else "difference"
    return (
        f"On average over sites the {what} in “{label}” is {scale.written(pooled.estimate)}{unit}, 95 % interval "
        f"{scale.span(pooled.lower, pooled.upper)} (p {p_value(pooled.p)})."
    )


def findings(pooled: Pooled, label: str, scale: Scale) -> list[Markup]:
    verdict = "Statistically significant" if pooled.significant else "Direction not settled"
    average = average_words(pooled, label, scale)
    words = [
        element("p", verdict, class_="tag " + ("sure" if pooled.significant else "open")),
        element("p", average, class_="headline"),
    ]
    words += [element("p", text) for text in (difference_words(pooled), expected_words(pooled, scale)) if text]
    words += [element("p", text, class_="note") for text in notes(pooled)]
    return [element("article", *words, class_="card")]


def difference_words(pooled: Pooled) -> str:
    share, low, high = (figure(100 * value) for value in (pooled.i2, pooled.i2_lower, pooled.i2_upper))
    return (
        f"Of what sites differ by, {share}% is more than chance (I², 95 % interval {low}% to {high}%; "
        f"Q {figure(pooled.q, 2)} with {pooled.q_df} degrees of freedom, p {p_value(pooled.q_p)})."
    )


def expected_words(pooled: Pooled, scale: Scale) -> str:
    if pooled.prediction_lower is None or pooled.prediction_upper is None:
        return "There are too few sites to say what to expect of another one."
    return (
        "In another site like these the true difference may lie anywhere from "
        f"{scale.span(pooled.prediction_lower, pooled.prediction_upper)} (95 % prediction interval)."
    )


def notes(pooled: Pooled) -> list[str]:
    left = (
        f"Not taken in, because what they gave is withheld: {', '.join(pooled.left_out)}." if pooled.left_out else None
    )
    return [*pooled.notes, *([left] if left else [])]


def sites(pooled: Pooled, label: str, scale: Scale) -> list[Markup]:
    lines = [line_of(site, scale) for site in pooled.sites if site.shown and site.estimate is not None]
    outer = None
    if pooled.prediction_lower is not None and pooled.prediction_upper is not None:
        outer = (scale.per * pooled.prediction_lower, scale.per * pooled.prediction_upper)
    middle, lower, upper = (scale.per * value for value in (pooled.estimate, pooled.lower, pooled.upper))
    lines.append(Line("All sites", middle, lower, upper, strong=True, outer=outer))
    title = f"“{label}”: each site and all together"
    write = scale.written if scale.ratio else None
    drawn = forest("pooled", title, lines, scale.decimals, unit=scale.unit, ends=scale.ends, write=write)
    heads = ("Site", "People", "Difference" if not scale.ratio else "Ratio", "95 % interval", "Weight", "Without it")
    rows = [site_row(site, scale) for site in pooled.sites]
    people = counted(pooled.n_treated, pooled.n_comparison)
    rows.append(
        ("All sites", people, scale.written(pooled.estimate), scale.span(pooled.lower, pooled.upper), "100%", NONE)
    )
    foreseen = scale.span(pooled.prediction_lower, pooled.prediction_upper)
    rows.append(("Another site", NONE, NONE, foreseen, NONE, NONE))
    key = "Larger squares weigh more. The diamond is the average with its interval"
    key += ", the dashed line what to expect of another site." if outer else "."
    caption = element("figcaption", element("p", key, class_="note"))
    parts = [element("figure", drawn, caption, class_="love"), table("sites-table", title, heads, rows)]
    if pooled.regression is not None:
        slope = pooled.regression
        parts.append(
            element(
                "p",
                f"For one more of the sites' dose the effect changes by {figure(slope.slope, 4)} "
                f"({limit(slope.lower, 4):,} to {limit(slope.upper, 4):,}, p {p_value(slope.p)}). With few sites this "
                "is a hint at best.",
            )
        )
    return parts


def line_of(site: PooledSite, scale: Scale) -> Line:
    lower, upper = (None if value is None else scale.per * value for value in (site.lower, site.upper))
    return Line(site.site, scale.per * (site.estimate or 0.0), lower, upper, weight=site.weight or 0.1)


def site_row(site: PooledSite, scale: Scale) -> tuple[str, ...]:
    if not site.shown:
        return (site.site, *[WITHHELD] * 5)
    return (
        site.site,
        counted(site.n_treated, site.n_comparison),
        scale.written(site.estimate),
        scale.span(site.lower, site.upper),
        NONE if site.weight is None else f"{figure(100 * site.weight)}%",
        NONE if site.without is None else scale.written(site.without.estimate),
    )


def counted(treated: int | None, comparison: int | None) -> str:
    return " and ".join(NONE if count is None else f"{count:,}" for count in (treated, comparison))


def method(pooled: Pooled, scale: Scale) -> Markup:
    limits = "Knapp and Hartung" if pooled.knapp_hartung else "normal"
    rows = [
        ("Average", f"Random effects; variance between sites by {METHODS.get(pooled.method, pooled.method)}"),
        ("Interval", f"95 %, {limits}"),
        ("Variance between sites (τ²)", figure(pooled.tau2, 6)),
        ("Scale", "Logarithm of the ratio of risks" if scale.ratio else "Difference"),
    ]
    return table("method-table", "How sites were put together", ("What", "How"), rows, numbers_from=9)


def limits() -> Markup:
    words = (
        "Why sites differ. They were not given their programmes by chance.",
        "Whether the programme caused the differences: each site's comparison has its own limits, and pooling does not "
        "remove them.",
        "Anything about sites that gave no figures, perhaps because they were not good.",
    )
    return element("ul", *(element("li", text) for text in words))
