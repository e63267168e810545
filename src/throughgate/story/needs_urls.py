from django.urls import path, register_converter

from throughgate.story.views import needs as views


class AboutConverter:
    """`need` or `strength`."""

    regex = "need|strength"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AboutConverter, "about")

app_name = "needs"
urlpatterns = [
    path("<str:ref>/", views.show_needs, name="person"),
    path("<str:ref>/suggested/", views.answer_suggestion, name="suggested"),
    path("<str:ref>/put-aside/<int:pk>/", views.show_again, name="show_again"),
    path("<str:ref>/add/need/", views.show_add_need, name="add"),
    path("<str:ref>/add/strength/", views.show_add_strength, name="add_strength"),
    path("<str:ref>/need/<str:need>/", views.show_need, name="need"),
    path("<str:ref>/need/<str:need>/status/", views.move_need, name="move"),
    path("<str:ref>/need/<str:need>/take-back/", views.take_back, name="take_back"),
    path("<str:ref>/<about:about>/<str:noted>/keep/", views.keep_noted, name="keep"),
    path("<str:ref>/<about:about>/<str:noted>/end/", views.show_end, name="end"),
]
