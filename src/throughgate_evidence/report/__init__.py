"""The report that people read."""

from .page import render_report

__all__ = ["render_report"]
