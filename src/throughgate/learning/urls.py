from django.urls import path

from throughgate.learning.views import asking, log, told, wall

app_name = "learning"
urlpatterns = [
    path("", log.log, name="log"),
    path("new/", log.new, name="new"),
    path("items/<str:ref>/", log.item, name="item"),
    path("items/<str:ref>/note/<str:part>/", log.note, name="note"),
    path("items/<str:ref>/change/", log.plan, name="plan"),
    path("items/<str:ref>/end/", log.end, name="end"),
    path("items/<str:ref>/wall/", wall.put, name="put"),
    path("items/<str:ref>/wall/off/", wall.take_off, name="take_off"),
    path("changes/<str:ref>/done/", log.changed, name="changed"),
    path("changes/<str:ref>/check/", log.check, name="check"),
    path("wall/", wall.walls, name="wall"),
    path("wall/<str:code>/<str:quarter>/", wall.wall_page, name="wall_page"),
    path("wall/<str:code>/<str:quarter>/paper/", wall.paper, name="wall_paper"),
    path("wall/<str:code>/<str:quarter>/publish/", wall.publish, name="publish"),
    path("wall/<str:code>/<str:quarter>/unpublish/", wall.unpublish, name="unpublish"),
    path("figures/", told.figures, name="figures"),
    path("voices/", told.voices, name="voices"),
    path("people/<str:ref>/", asking.person, name="person"),
    path("people/<str:ref>/ask/", asking.start, name="start"),
    path("people/<str:ref>/paper/", asking.paper, name="paper"),
    path("people/<str:ref>/before/", asking.before, name="before"),
    path("people/<str:ref>/<str:feedback>/", asking.ask, name="ask"),
    path("people/<str:ref>/<str:feedback>/stop/", asking.stop, name="stop"),
    path("people/<str:ref>/<str:feedback>/thanks/", asking.thanks, name="thanks"),
]
