from django.urls import path

from throughgate.story.views import asking, figures, finishing, forms, told

app_name = "story"
urlpatterns = [
    path("figures/", figures.show_figures, name="figures"),
    path("<str:ref>/", told.show_told, name="told"),
    path("<str:ref>/answer/<slug:item>/", told.show_answer, name="answer"),
    path("<str:ref>/answers/<int:pk>/still-so/", told.confirm, name="confirm"),
    path("<str:ref>/answers/<int:pk>/take-back/", asking.take_back, name="take_back"),
    path("<str:ref>/forms/<slug:slug>/", forms.show_form, name="form"),
    path("<str:ref>/forms/<slug:slug>/ask/", asking.ask, name="ask"),
    path("<str:ref>/forms/<slug:slug>/typed/", asking.keep_typed, name="typed"),
    path("<str:ref>/forms/<slug:slug>/finish/", finishing.finish, name="finish"),
    path("<str:ref>/forms/<slug:slug>/put-away/", finishing.put_away, name="put_away"),
    path("<str:ref>/forms/<slug:slug>/paper/", forms.show_paper, name="paper"),
    path("<str:ref>/runs/<str:run>/", finishing.show_run, name="run"),
]
