from django.urls import path

from throughgate.release.views import replanning, replanning_many

urlpatterns = [
    path("dates/", replanning_many.move_many, name="move_many"),
    path("dates/<uuid:batch>/", replanning_many.moved_many, name="moved_many"),
    path("dates/<uuid:batch>/done/", replanning_many.calls_done, name="calls_done"),
    path("dates/<uuid:batch>/undo/", replanning_many.calls_undo, name="calls_undo"),
    path("people/<slug:ref>/date/", replanning.move_date, name="move_date"),
    path("people/<slug:ref>/date/plan/", replanning.catch_up, name="catch_up"),
    path("people/<slug:ref>/date/<int:date_id>/", replanning.moved_date, name="moved_date"),
    path("calls/<slug:ref>/done/", replanning.call_done, name="call_done"),
    path("calls/<slug:ref>/undo/", replanning.call_undo, name="call_undo"),
    path("calls/<slug:ref>/holds/", replanning.call_holds, name="call_holds"),
]
