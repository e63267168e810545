from django.urls import path

from throughgate.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.me, name="me"),
    path("account/typed/", views.typed, name="typed"),
    path("accounts/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("staff/", views.staff, name="staff"),
    path("staff/add/", views.add, name="add"),
    path("staff/<str:ref>/", views.account, name="account"),
    path("staff/<str:ref>/change/", views.change, name="change"),
    path("staff/<str:ref>/close/", views.close, name="close"),
    path("staff/<str:ref>/reopen/", views.reopen, name="reopen"),
    path("staff/<str:ref>/second-factor/", views.reset_second_factor, name="reset_second_factor"),
    path("staff/<str:ref>/link/", views.send_link, name="send_link"),
]
