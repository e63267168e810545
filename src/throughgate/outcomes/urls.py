from django.urls import path

from throughgate.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("", views.list_all, name="list"),
    path("new/", views.new, name="new"),
    path("example/", views.download_example, name="download_example"),
    path("example/start/", views.start_example, name="start_example"),
    path("<str:ref>/", views.evaluation, name="evaluation"),
    path("<str:ref>/choose/", views.choose, name="choose"),
    path("<str:ref>/run/", views.run_again, name="run_again"),
    path("<str:ref>/progress/", views.progress, name="progress"),
    path("<str:ref>/report/", views.report, name="report"),
    path("<str:ref>/pdf/", views.download_pdf, name="download_pdf"),
    path("<str:ref>/figures/", views.download_json, name="download_json"),
    path("<str:ref>/delete/", views.delete, name="delete"),
]
