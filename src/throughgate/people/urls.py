from django.urls import path

from throughgate.people import views

app_name = "people"
urlpatterns = [
    path("", views.show_people, name="list"),
    path("add/", views.show_add_person, name="add"),
    path("add/check-number/", views.check_number, name="check_number"),
    path("without-a-worker/", views.show_unassigned, name="unassigned"),
    path("<str:ref>/details/", views.show_details, name="details"),
    path("<str:ref>/numbers/", views.show_identifiers, name="identifiers"),
    path("<str:ref>/numbers/<int:pk>/withdraw/", views.show_withdraw_identifier, name="withdraw_identifier"),
    path("<str:ref>/custody/", views.show_custody, name="custody"),
    path("<str:ref>/custody/date/", views.show_note_date, name="note_date"),
    path("<str:ref>/custody/date/<slug:kind>/", views.show_note_date, name="note_date"),
    path("<str:ref>/custody/move/", views.show_record_move, name="record_move"),
    path("<str:ref>/custody/condition/", views.show_add_condition, name="add_condition"),
    path("<str:ref>/custody/sentence/", views.show_record_sentence, name="record_sentence"),
    path("<str:ref>/around/", views.show_around, name="around"),
    path("<str:ref>/around/assign/", views.show_assign, name="assign"),
    path("<str:ref>/around/workers/<int:pk>/end/", views.show_end_assignment, name="end_assignment"),
    path("<str:ref>/around/circle/add/", views.show_add_to_circle, name="add_to_circle"),
    path("<str:ref>/around/circle/<int:pk>/end/", views.show_end_circle, name="end_circle"),
]
