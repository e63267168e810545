from django.urls import path

from throughgate.family.views import family, member

app_name = "family"
urlpatterns = [
    path("promised/<str:ref>/", family.promised, name="promised"),
    path("<str:ref>/", family.of_person, name="person"),
    path("<str:ref>/due/", family.due, name="due"),
    path("<str:ref>/add/", family.add, name="add"),
    path("<str:ref>/book/", family.book, name="book"),
    path("<str:ref>/met/", family.meet, name="meet"),
    path("<str:ref>/copy/", family.copy, name="copy"),
    path("<str:ref>/workshop/", family.arrange, name="arrange"),
    path("<str:ref>/workshop/<str:workshop>/", family.workshop, name="workshop"),
    path("<str:ref>/checks/<str:check>/", member.answer, name="answer"),
    path("<str:ref>/members/<str:member>/", member.of_member, name="member"),
    path("<str:ref>/members/<str:member>/kept/", member.kept, name="kept"),
    path("<str:ref>/members/<str:member>/reach/", member.how, name="reach"),
    path("<str:ref>/members/<str:member>/ask/", member.ask, name="ask"),
    path("<str:ref>/members/<str:member>/agree/", member.agree, name="agree"),
    path("<str:ref>/members/<str:member>/safe/", member.safe, name="safe"),
    path("<str:ref>/members/<str:member>/said/", member.said, name="said"),
]
