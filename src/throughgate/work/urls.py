from django.urls import path

from throughgate.work.views import figures, getting_ready, jobs, learning, vacancies

app_name = "work"
urlpatterns = [
    path("vacancies/", vacancies.vacancies, name="vacancies"),
    path("vacancies/new/", vacancies.add, name="vacancy_add"),
    path("vacancies/<str:vacancy>/filled/", vacancies.fill, name="vacancy_fill"),
    path("vacancies/<str:vacancy>/open/", vacancies.open_again, name="vacancy_open"),
    path("employers/", vacancies.employers, name="employers"),
    path("employers/<str:employer>/", vacancies.employer, name="employer"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<int:weeks>/", figures.people, name="behind"),
    path("promised/<str:ref>/", jobs.promised, name="promised"),
    path("<str:ref>/", jobs.of_person, name="person"),
    path("<str:ref>/ready/", getting_ready.ready, name="ready"),
    path("<str:ref>/ready/<slug:code>/", getting_ready.line, name="line"),
    path("<str:ref>/ready/<slug:code>/undo/", getting_ready.undo_line, name="undo_line"),
    path("<str:ref>/training/", learning.offer, name="training"),
    path("<str:ref>/training/<str:training>/begin/", learning.begin, name="training_begin"),
    path("<str:ref>/training/<str:training>/end/", learning.end, name="training_end"),
    path("<str:ref>/certificates/", learning.certificate, name="certificate"),
    path("<str:ref>/certificates/<str:certificate>/withdraw/", learning.withdraw, name="certificate_withdraw"),
    path("<str:ref>/right/", getting_ready.right, name="right"),
    path("<str:ref>/record/", getting_ready.disclosure, name="disclosure"),
    path("<str:ref>/record/<str:conviction>/withdraw/", getting_ready.withdraw, name="withdraw"),
    path("<str:ref>/letter/", getting_ready.letter, name="letter"),
    path("<str:ref>/apply/", jobs.apply, name="apply"),
    path("<str:ref>/applications/<str:application>/", jobs.application, name="application"),
    path("<str:ref>/jobs/new/", jobs.start, name="start"),
    path("<str:ref>/jobs/<str:job>/leave/", jobs.leave, name="leave"),
    path("<str:ref>/checks/<int:pk>/", jobs.check_job, name="check"),
]
