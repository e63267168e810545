from django.urls import path

from throughgate.release.views import first_week, gate_figures, stop_outcomes

urlpatterns = [
    path("first-week/", first_week.show_board, name="first_week"),
    path("people/<slug:ref>/first-week/why/", first_week.why_not, name="not_seen_why"),
    path("people/<slug:ref>/first-week/why/undo/", first_week.undo_why_not, name="not_seen_undo"),
    path("days/stops/<slug:ref>/outcome/", stop_outcomes.outcome, name="stop_outcome"),
    path("days/stops/<slug:ref>/outcome/undo/", stop_outcomes.undo_outcome, name="stop_outcome_undo"),
    path("days/stops/<slug:ref>/rung/", stop_outcomes.rung, name="stop_rung"),
    path("days/stops/<slug:ref>/rung/undo/", stop_outcomes.undo_rung, name="stop_rung_undo"),
    path("figures/", gate_figures.figures, name="gate_figures"),
    path("figures/csv/", gate_figures.as_csv, name="gate_figures_csv"),
]
