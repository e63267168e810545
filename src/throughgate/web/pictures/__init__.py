"""Pictures drawn as SVG on the server: positions are attributes, colours are classes, and each has its words."""

from throughgate.web.pictures.arch import draw_arch
from throughgate.web.pictures.bands import Band, draw_bands
from throughgate.web.pictures.bars import Bar, draw_bar, draw_share
from throughgate.web.pictures.circle import PHONE, Around, draw_circle
from throughgate.web.pictures.hours import HoursOfDay, draw_hours
from throughgate.web.pictures.itinerary import Lane, draw_itinerary
from throughgate.web.pictures.matrix import MatrixLine, Spot, draw_matrix
from throughgate.web.pictures.path import Path, Stop, draw_path, draw_path_small, path_rows, path_words
from throughgate.web.pictures.scores import Mark as ScoreMark
from throughgate.web.pictures.scores import Zone, draw_scores
from throughgate.web.pictures.spells import KnownDay, Stretch, draw_spells
from throughgate.web.pictures.theory import Chain, draw_theory
from throughgate.web.pictures.week import Mark, WeekDay, draw_week, week_words
from throughgate.web.pictures.weeks import WEEKS_PHONE, WeekLine, draw_weeks
from throughgate.web.pictures.wheel import Spoke, draw_wheel

__all__ = [
    "WEEKS_PHONE",
    "Around",
    "Band",
    "Bar",
    "Chain",
    "HoursOfDay",
    "KnownDay",
    "Lane",
    "Mark",
    "MatrixLine",
    "Path",
    "ScoreMark",
    "Spoke",
    "Spot",
    "Stop",
    "Stretch",
    "WeekDay",
    "WeekLine",
    "Zone",
    "draw_arch",
    "draw_bands",
    "draw_bar",
    "PHONE",
    "draw_circle",
    "draw_hours",
    "draw_itinerary",
    "draw_matrix",
    "draw_path",
    "draw_path_small",
    "draw_scores",
    "draw_share",
    "draw_spells",
    "draw_theory",
    "draw_week",
    "draw_weeks",
    "draw_wheel",
    "path_rows",
    "path_words",
    "week_words",
]
