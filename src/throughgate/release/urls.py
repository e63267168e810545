from django.urls import URLPattern

from throughgate.release import basic_urls, day_urls, home_urls

app_name = "release"
urlpatterns: list[URLPattern] = [*basic_urls.urlpatterns, *day_urls.urlpatterns, *home_urls.urlpatterns]
