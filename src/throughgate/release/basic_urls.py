from django.urls import path

from throughgate.release.views import basics, board

urlpatterns = [
    path("", board.show_board, name="board"),
    path("begin/", board.begin_many, name="begin_many"),
    path("promised/<str:ref>/", basics.basic_promised, name="basic_promised"),
    path("people/<str:ref>/ready/", basics.ready, name="ready"),
    path("people/<str:ref>/ready/begin/", basics.begin, name="begin"),
    path("people/<str:ref>/ready/sheet/", basics.sheet, name="ready_sheet"),
    path("people/<str:ref>/ready/<slug:code>/", basics.basic, name="basic"),
    path("people/<str:ref>/ready/<slug:code>/step/", basics.step, name="step"),
    path("people/<str:ref>/ready/<slug:code>/undo/", basics.undo_step, name="undo_step"),
    path("people/<str:ref>/ready/<slug:code>/correct/", basics.correct, name="correct_basic"),
]
