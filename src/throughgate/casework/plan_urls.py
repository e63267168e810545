from django.urls import path

from throughgate.casework.views import plan, plan_acts, plan_goal, plan_writing

app_name = "plan"
urlpatterns = [
    path("draft/", plan_goal.draft, name="draft"),
    path("promise/<str:promise>/", plan_acts.promise, name="promise"),
    path("promise/<str:promise>/done/", plan_acts.promise_done, name="promise_done"),
    path("promise/<str:promise>/not-done/", plan_acts.promise_undone, name="promise_undone"),
    path("<str:ref>/", plan.person, name="person"),
    path("<str:ref>/new/", plan_writing.begin, name="begin"),
    path("<str:ref>/<str:plan>/change/", plan_writing.change, name="change"),
    path("<str:ref>/<str:plan>/give-up/", plan_writing.give_up, name="give_up"),
    path("<str:ref>/<str:plan>/words/", plan_writing.words, name="words"),
    path("<str:ref>/<str:plan>/goal/<str:key>/", plan_goal.goal, name="goal"),
    path("<str:ref>/<str:plan>/goal/<str:key>/remove/", plan_writing.remove, name="remove_goal"),
    path("<str:ref>/<str:plan>/goal/<str:key>/state/", plan_acts.goal_state, name="goal_state"),
    path("<str:ref>/<str:plan>/agree/", plan_acts.agree, name="agree"),
    path("<str:ref>/<str:plan>/agree/take-back/", plan_acts.take_back, name="take_back"),
    path("<str:ref>/<str:plan>/review/", plan_acts.review, name="review"),
    path("<str:ref>/<str:plan>/versions/", plan.versions, name="versions"),
    path("<str:ref>/<str:plan>/print/", plan.print_plan, name="print"),
]
