from django.urls import URLPattern

from throughgate.release import (
    alarm_urls,
    basic_urls,
    day_urls,
    first_week_urls,
    home_urls,
    journey_urls,
    replanning_urls,
)

app_name = "release"
urlpatterns: list[URLPattern] = [
    *alarm_urls.urlpatterns,  # before journeys: see there
    *basic_urls.urlpatterns,
    *day_urls.urlpatterns,
    *first_week_urls.urlpatterns,
    *home_urls.urlpatterns,
    *journey_urls.urlpatterns,
    *replanning_urls.urlpatterns,
]
