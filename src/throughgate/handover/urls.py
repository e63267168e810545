from django.urls import path

from throughgate.handover import views

app_name = "handover"
urlpatterns = [
    path("", views.show_board, name="board"),
    path("continuity/", views.show_continuity, name="continuity"),
    path("caseload/<str:ref>/", views.show_caseload, name="caseload"),
    path("away/<str:ref>/", views.show_away, name="away"),
    path("cover/<str:ref>/", views.show_cover, name="cover"),
    path("cover/<str:ref>/end/", views.show_end_cover, name="end_cover"),
    path("person/<str:ref>/", views.show_person, name="person"),
    path("person/<str:ref>/sheet/", views.show_sheet, name="sheet"),
    path("person/<str:ref>/write/", views.show_write, name="write"),
    path("promise/<str:ref>/", views.show_promise, name="promise"),
    path("of/<str:ref>/", views.show_hand_over, name="hand_over"),
    path("of/<str:ref>/add/", views.show_add, name="add"),
    path("of/<str:ref>/read/", views.acknowledge, name="acknowledge"),
    path("of/<str:ref>/tell/", views.show_tell, name="tell"),
    path("of/<str:ref>/letter/", views.show_letter, name="letter"),
    path("of/<str:ref>/met/", views.show_met, name="met"),
    path("of/<str:ref>/take-over/", views.take_over, name="take_over"),
    path("of/<str:ref>/take-back/", views.show_take_back, name="take_back"),
    path("of/<str:ref>/stays/", views.told_of_staying, name="told_of_staying"),
]
