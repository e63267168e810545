from django.urls import path

from throughgate.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.list_programmes, name="list"),
    path("add/", views.add_model, name="add"),
    path("enrol/<str:ref>/", views.enrol, name="enrol"),
    path("enrolments/<str:ref>/", views.show_enrolment, name="enrolment"),
    path("enrolments/<str:ref>/stage/", views.change_stage, name="stage"),
    path("enrolments/<str:ref>/hold/", views.put_on_hold, name="hold"),
    path("enrolments/<str:ref>/resume/", views.resume, name="resume"),
    path("enrolments/<str:ref>/leave/", views.leave, name="leave"),
    path("enrolments/<str:ref>/version/", views.move_version, name="move_version"),
    path("enrolments/<str:ref>/waive/<int:commitment>/", views.waive, name="waive"),
    path("enrolments/<str:ref>/waivers/<int:waiver>/withdraw/", views.withdraw_waiver, name="withdraw_waiver"),
    path("<slug:slug>/", views.show_manual, name="manual"),
    path("<slug:slug>/<int:version>/", views.show_manual, name="version"),
    path("<slug:slug>/<int:version>/retire/", views.retire, name="retire"),
    path("<slug:slug>/<int:version>/model.yaml", views.download, name="download"),
]
