from django.urls import path

from throughgate.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("person/<str:ref>/", views.person, name="person"),
]
