from django.urls import path

from throughgate.practice.views import observation, training

app_name = "practice"
urlpatterns = [
    path("", training.mine, name="mine"),
    path("everybody/", training.board, name="board"),
    path("staff/<str:ref>/", training.colleague, name="colleague"),
    path("staff/<str:ref>/add/<str:training>/", training.add, name="add"),
    path("records/<str:ref>/correct/", training.correct, name="correct"),
    path("records/<str:ref>/strike/", training.strike, name="strike"),
    path("observations/new/", observation.plan, name="plan"),
    path("observations/<str:ref>/", observation.observation, name="observation"),
    path("observations/<str:ref>/note/", observation.note, name="note"),
    path("observations/<str:ref>/answer/", observation.answer, name="answer"),
    path("observations/<str:ref>/read/", observation.read, name="read"),
    path("observations/<str:ref>/drop/", observation.drop, name="drop"),
]
