from django.urls import path

from throughgate.casework.views import bookings

app_name = "bookings"
urlpatterns = [
    path("", bookings.listed, name="list"),
    path("new/", bookings.book, name="book"),
    path("of/<str:ref>/", bookings.of_person, name="of_person"),
    path("promised/<str:ref>/", bookings.promised, name="promised"),
    path("<str:ref>/", bookings.booking, name="booking"),
    path("<str:ref>/move/", bookings.move, name="move"),
    path("<str:ref>/cancel/", bookings.cancel, name="cancel"),
]
