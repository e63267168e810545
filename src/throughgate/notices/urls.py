from django.urls import path

from throughgate.notices.views import calendar, texts

app_name = "notices"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
    path("account/calendar/", calendar.own, name="own"),
    path("account/calendar/make/", calendar.make, name="make"),
    path("account/calendar/end/", calendar.end, name="end"),
    path("account/calendar/end/<str:ref>/", calendar.end_for, name="end_for"),
    path("texts/", texts.not_reached, name="not_reached"),
    path("texts/of/<str:ref>/", texts.of_person, name="texts"),
    path("texts/<str:ref>/told/", texts.told, name="told"),
    path("texts/<str:ref>/untold/", texts.untold, name="untold"),
]
