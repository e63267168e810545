from django.urls import path

from throughgate.casework import views

app_name = "casework"
urlpatterns = [
    path("record/", views.record, name="record"),
    path("record/who/", views.who, name="who"),
    path("done/", views.done, name="done"),
    path("draft/", views.draft, name="draft"),
    path("draft/discard/", views.discard_draft, name="discard_draft"),
    path("draft/<int:pk>/", views.carry_on, name="carry_on"),
    path("follow-up/<str:ref>/", views.follow_up, name="follow_up"),
    path("follow-up/<str:ref>/done/", views.follow_up_done, name="follow_up_done"),
    path("follow-up/<str:ref>/not-done/", views.follow_up_undone, name="follow_up_undone"),
    path("entry/<int:pk>/correct/", views.correct, name="correct"),
    path("entry/<int:pk>/void/", views.void, name="void"),
    path("<str:ref>/", views.contact, name="contact"),
]
