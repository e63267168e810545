from django.urls import path

from throughgate.release.views import drivers, journey_board, journeys, my_journeys

urlpatterns = [
    path("journeys/", journey_board.board, name="journeys"),
    path("journeys/mine/", my_journeys.mine, name="my_journeys"),
    path("journeys/due/<slug:ref>/", journeys.promised, name="journey_promised"),
    path("journeys/asks/<slug:ref>/yes/", my_journeys.say_yes, name="say_yes"),
    path("journeys/asks/<slug:ref>/no/", my_journeys.say_no, name="say_no"),
    path("journeys/asks/<slug:ref>/no/undo/", my_journeys.undo_no, name="no_undo"),
    path("journeys/asks/<slug:ref>/agreed/", journeys.answer_for, name="answer_for"),
    path("journeys/asks/<slug:ref>/let-go/", journeys.stop_asking, name="let_go"),
    path("journeys/<slug:ref>/", journeys.journey, name="journey"),
    path("journeys/<slug:ref>/ask/", journeys.ask, name="ask_drivers"),
    path("journeys/<slug:ref>/change/", journeys.change, name="change_journey"),
    path("journeys/<slug:ref>/off/", journeys.call_off, name="call_off_journey"),
    path("journeys/<slug:ref>/sheet/", my_journeys.sheet, name="journey_sheet"),
    path("journeys/<slug:ref>/swap/", my_journeys.swap, name="swap_journey"),
    path("people/<slug:ref>/journeys/", journeys.theirs, name="their_journeys"),
    path("people/<slug:ref>/journeys/new/", journeys.new, name="new_journey"),
    path("drivers/", drivers.directory, name="drivers"),
    path("drivers/new/", drivers.new, name="add_driver"),
    path("drivers/<slug:ref>/", drivers.driver, name="driver"),
    path("drivers/<slug:ref>/change/", drivers.change, name="change_driver"),
    path("drivers/<slug:ref>/hours/", drivers.hours, name="driver_hours"),
    path("drivers/<slug:ref>/pause/", drivers.pause, name="pause_driver"),
    path("drivers/<slug:ref>/back/", drivers.back, name="driver_back"),
    path("drivers/<slug:ref>/vehicles/new/", drivers.new_vehicle, name="add_vehicle"),
    path("drivers/<slug:ref>/vehicles/<int:pk>/", drivers.change_vehicle, name="change_vehicle"),
]
