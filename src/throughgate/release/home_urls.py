from django.urls import path

from throughgate.release.views import home, living, providers

urlpatterns = [
    path("homes/", providers.directory, name="homes"),
    path("homes/new/", providers.new_provider, name="new_provider"),
    path("homes/waiting/", providers.applications, name="home_applications"),
    path("homes/kept/", providers.kept, name="homes_kept"),
    path("homes/due/<slug:ref>/", home.promised, name="home_promised"),
    path("homes/asked/<slug:ref>/", home.application, name="home_application"),
    path("homes/asked/<slug:ref>/<slug:state>/", home.step, name="home_step"),
    path("homes/checks/<slug:ref>/", living.check, name="home_check"),
    path("homes/lived/<slug:ref>/left/", living.leave, name="leave_home"),
    path("homes/places/<slug:ref>/", providers.provider, name="provider"),
    path("homes/places/<slug:ref>/change/", providers.edit_provider, name="edit_provider"),
    path("homes/places/<slug:ref>/free/", providers.say_places, name="say_places"),
    path("people/<slug:ref>/home/", home.home, name="home"),
    path("people/<slug:ref>/home/ask/", home.apply, name="apply_for_home"),
    path("people/<slug:ref>/home/arrange/", home.arrange, name="arrange_home"),
    path("people/<slug:ref>/home/now/", living.lives, name="record_living_place"),
]
