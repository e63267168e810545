"""Pictures drawn as SVG on the server: positions are attributes, colours are classes, and each has its words."""

from throughgate.web.pictures.arch import draw_arch
from throughgate.web.pictures.bars import Bar, draw_bar
from throughgate.web.pictures.circle import Around, draw_circle
from throughgate.web.pictures.itinerary import Lane, draw_itinerary
from throughgate.web.pictures.path import Path, Stop, draw_path, draw_path_tall, path_rows, path_words
from throughgate.web.pictures.spells import KnownDay, Stretch, draw_spells
from throughgate.web.pictures.theory import Chain, draw_theory

__all__ = [
    "Around",
    "Bar",
    "Chain",
    "KnownDay",
    "Lane",
    "Path",
    "Stop",
    "Stretch",
    "draw_arch",
    "draw_bar",
    "draw_circle",
    "draw_itinerary",
    "draw_path",
    "draw_path_tall",
    "draw_spells",
    "draw_theory",
    "path_rows",
    "path_words",
]
