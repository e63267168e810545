from django.urls import path

from throughgate.groups.views import calendar, cohorts, places, registers

app_name = "groups"
urlpatterns = [
    path("", cohorts.listed, name="list"),
    path("new/", cohorts.new, name="new"),
    path("calendar/<str:code>/", calendar.of_site, name="calendar"),
    path("calendar/<str:code>/close/", calendar.close, name="close_site"),
    path("calendar/<str:code>/hours/", calendar.hours, name="hours"),
    path("calendar/<str:code>/hours/<int:pk>/end/", calendar.end, name="end_hours"),
    path("calendar/<str:code>/open/<str:ref>/", calendar.open_again, name="open_site"),
    path("due/<str:ref>/", registers.due, name="due"),
    path("calls/<str:ref>/", registers.call, name="call"),
    path("sessions/<str:ref>/", registers.register, name="register"),
    path("sessions/<str:ref>/correct/", registers.correct, name="correct"),
    path("sessions/<str:ref>/delivered/", registers.delivered, name="delivered"),
    path("sessions/<str:ref>/move/", cohorts.move, name="move"),
    path("sessions/<str:ref>/cancel/", cohorts.cancel, name="cancel"),
    path("sessions/<str:ref>/restore/", cohorts.restore, name="restore"),
    path("<str:ref>/", cohorts.cohort, name="cohort"),
    path("<str:ref>/more/", cohorts.more, name="more"),
    path("<str:ref>/mend/", cohorts.mend, name="mend"),
    path("<str:ref>/close/", cohorts.close, name="close"),
    path("<str:ref>/sheet/", registers.sheet, name="sheet"),
    path("<str:ref>/pack/", cohorts.pack, name="pack"),
    path("<str:ref>/pack.pdf", cohorts.pack_paper, name="pack_paper"),
    path("<str:ref>/places/", places.ask, name="ask"),
    path("<str:ref>/places/<str:place>/offer/", places.offer, name="offer"),
    path("<str:ref>/places/<str:place>/take/", places.take, name="take"),
    path("<str:ref>/places/<str:place>/back/", places.back, name="back"),
    path("<str:ref>/places/<str:place>/front/", places.front, name="front"),
    path("<str:ref>/places/<str:place>/leave/", places.leave, name="leave"),
    path("<str:ref>/places/<str:place>/make-up/", places.make_up, name="make_up"),
    path("<str:ref>/places/<str:place>/make-up/<int:number>/drop/", places.drop, name="make_up_drop"),
    path("<str:ref>/places/<str:place>/make-up/<int:number>/again/", places.again, name="make_up_again"),
    path("<str:ref>/moved/<str:sessions>/back/", cohorts.back_again, name="move_back"),
]
