from django.urls import path

from throughgate.release.views import day, day_acts

urlpatterns = [
    path("days/due/<slug:ref>/", day.promised, name="day_promised"),
    path("days/stops/<slug:ref>/", day_acts.change_stop_page, name="change_stop"),
    path("days/stops/<slug:ref>/off/", day_acts.cancel_stop_page, name="cancel_stop"),
    path("days/stops/<slug:ref>/hold/", day_acts.hold_stop_page, name="hold_stop"),
    path("days/stops/<slug:ref>/earlier/", day_acts.earlier, name="stop_earlier"),
    path("days/stops/<slug:ref>/later/", day_acts.later, name="stop_later"),
    path("people/<slug:ref>/day/", day.day, name="day"),
    path("people/<slug:ref>/day/plan/", day_acts.plan, name="plan_day"),
    path("people/<slug:ref>/day/change/", day_acts.change, name="change_day"),
    path("people/<slug:ref>/day/by-car/", day_acts.by_car, name="day_by_car"),
    path("people/<slug:ref>/day/meeting/", day_acts.meeting, name="say_who_meets"),
    path("people/<slug:ref>/day/stops/new/", day_acts.new_stop, name="add_stop"),
    path("people/<slug:ref>/day/order/", day_acts.best, name="best_order"),
    path("people/<slug:ref>/day/order/undo/", day_acts.undo_order, name="undo_order"),
    path("people/<slug:ref>/day/way/", day_acts.way, name="type_way"),
    path("people/<slug:ref>/day/way/<int:pk>/back/", day_acts.way_back, name="way_back"),
    path("people/<slug:ref>/day/zones/", day_acts.zones, name="zones_clear"),
    path("people/<slug:ref>/day/sheet/", day.sheet, name="day_sheet"),
    path("people/<slug:ref>/day/sheet/meeting/", day.meeting_sheet, name="meeting_sheet"),
]
