from django.urls import path

from throughgate.fidelity.views import compare, packs, rollouts

app_name = "fidelity"
urlpatterns = [
    path("", compare.programmes, name="programmes"),
    path("packs/", packs.take_in, name="take_in"),
    path("packs/take-in/", packs.confirm_pack, name="confirm_pack"),
    path("packs/<slug:slug>/<int:version>/", packs.show_pack, name="pack"),
    path("packs/<slug:slug>/<int:version>/download/", packs.download_pack, name="download_pack"),
    path("rollouts/<str:ref>/adapt/", rollouts.adapt, name="adapt"),
    path("rollouts/<str:ref>/end/", rollouts.end, name="end"),
    path("adaptations/<str:ref>/end/", rollouts.end_adaptation, name="end_adaptation"),
    path("adaptations/<str:ref>/go-on/", rollouts.go_on, name="go_on"),
    path("<slug:slug>/", compare.side_by_side, name="compare"),
    path("<slug:slug>/<str:code>/", compare.of_site, name="site"),
    path("<slug:slug>/<str:code>/begin/", rollouts.begin, name="begin"),
]
