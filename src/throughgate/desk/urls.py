from django.urls import path

from throughgate.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.show_today, name="today"),
    path("search/", views.search_people, name="search"),
    path("people/<str:ref>/", views.show_person, name="person"),
]
