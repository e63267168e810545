from django.urls import path

from throughgate.release.views import alarm, road
from throughgate.release.views import reporting as told

# Before those of journeys, whose references would otherwise match the first two.
urlpatterns = [
    path("journeys/worker.js", told.worker, name="road_worker"),
    path("journeys/no-signal/", told.no_signal, name="road_no_signal"),
    path("journeys/<slug:ref>/report/", told.report, name="report_journey"),
    path("journeys/reports/<uuid:token>/undo/", told.undo, name="undo_report"),
    path("journeys/reports/<uuid:token>/back/", told.take_back, name="take_back_report"),
    path("road/", road.road, name="road"),
    path("road/duty/", road.duty, name="duty"),
    path("road/duty/<slug:ref>/off/", road.end_duty, name="end_duty"),
    path("alarms/<slug:ref>/", alarm.alarm, name="alarm"),
    path("alarms/<slug:ref>/taken/", alarm.taken, name="take_alarm"),
    path("alarms/<slug:ref>/let-go/", alarm.let_go, name="let_go_of_alarm"),
    path("alarms/<slug:ref>/found/", alarm.found, name="close_alarm"),
]
