from django.urls import path

from throughgate.recovery.views import figures, liaison, outside, person, recovering, self_help, treatment

app_name = "recovery"
urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("<str:ref>/", person.person, name="person"),
    path("<str:ref>/session/", treatment.session, name="session"),
    path("<str:ref>/versions/", treatment.compare, name="compare"),
    path("<str:ref>/print/", treatment.paper, name="print"),
    path("<str:ref>/days/", recovering.count, name="count"),
    path("<str:ref>/lapse/", recovering.lapse, name="lapse"),
    path("<str:ref>/lapse/<str:lapse>/", recovering.lapse_read, name="lapse_read"),
    path("<str:ref>/lapse/<str:lapse>/answered/", recovering.lapse_answered, name="lapse_answered"),
    path("<str:ref>/lapse/<str:lapse>/open/", recovering.lapse_open, name="lapse_open"),
    path("<str:ref>/sheets/", recovering.sheet_list, name="sheets"),
    path("<str:ref>/sheets/<str:sheet>/back/", recovering.sheet_back, name="sheet_back"),
    path("<str:ref>/sheets/<slug:code>/print/", recovering.sheet_paper, name="sheet_print"),
    path("<str:ref>/liaison/", liaison.liaison, name="liaison"),
    path("<str:ref>/outside/", outside.begin, name="outside"),
    path("<str:ref>/outside/<str:treatment>/still/<int:weeks>/", outside.still, name="still"),
    path("<str:ref>/outside/<str:treatment>/end/", outside.end, name="outside_end"),
    path("<str:ref>/meetings/", self_help.meetings, name="meetings"),
    path("<str:ref>/home-group/", self_help.home_group, name="home_group"),
    path("<str:ref>/sponsor/", self_help.sponsor, name="sponsor"),
    path("<str:ref>/sponsor/contact/", self_help.touch, name="touch"),
]
