"""The report that people read, as HTML and as PDF, and that of several sites together."""

from .page import render_report
from .pdf import pdf_of, render_pdf
from .pooled import pooled_sentences, render_pooled

__all__ = ["pdf_of", "pooled_sentences", "render_pdf", "render_pooled", "render_report"]
