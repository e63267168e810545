from django.urls import path

from throughgate.casework.views import crisis, crisis_acts

app_name = "crisis"
urlpatterns = [
    path("", crisis.board, name="board"),
    path("raise/", crisis.raise_, name="raise"),
    path("of/<str:ref>/", crisis.of_person, name="of_person"),
    path("promised/<str:ref>/", crisis_acts.promised, name="promised"),
    path("promised/<str:ref>/done/", crisis_acts.promise_kept, name="promise_kept"),
    path("<str:ref>/", crisis_acts.crisis, name="crisis"),
    path("<str:ref>/seen/", crisis.seen, name="seen"),
    path("<str:ref>/more/", crisis_acts.describe, name="describe"),
    path("<str:ref>/again/", crisis_acts.review, name="review"),
    path("<str:ref>/step-down/", crisis_acts.step_down, name="step_down"),
]
