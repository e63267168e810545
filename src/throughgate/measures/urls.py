from django.urls import path

from throughgate.measures.views import asking, finishing, group, lists, results, safety

app_name = "measures"
urlpatterns = [
    path("", lists.library, name="library"),
    path("figures/", group.show_figures, name="figures"),
    path("figures.csv", group.as_csv, name="figures_csv"),
    path("told/", safety.told, name="told"),
    path("promised/<str:ref>/", safety.promised, name="promised"),
    path("<str:ref>/", lists.of_person, name="person"),
    path("<str:ref>/take/<slug:slug>/", lists.start, name="start"),
    path("<str:ref>/take/<slug:slug>/paper/", lists.paper, name="paper"),
    path("<str:ref>/over-time/<slug:slug>/", results.over_time, name="over_time"),
    path("<str:ref>/safety/<int:pk>/", safety.answer, name="safety"),
    path("<str:ref>/safety/<int:pk>/crisis/", safety.crisis, name="safety_crisis"),
    path("<str:ref>/safety/<int:pk>/seen/", safety.seen, name="safety_seen"),
    path("<str:ref>/sittings/<str:sitting>/", results.result, name="result"),
    path("<str:ref>/sittings/<str:sitting>/ask/", asking.ask, name="ask"),
    path("<str:ref>/sittings/<str:sitting>/typed/", asking.keep_typed, name="typed"),
    path("<str:ref>/sittings/<str:sitting>/thanks/", asking.thanks, name="thanks"),
    path("<str:ref>/sittings/<str:sitting>/finish/", finishing.finish, name="finish"),
    path("<str:ref>/sittings/<str:sitting>/put-away/", finishing.put_away, name="put_away"),
    path("<str:ref>/sittings/<str:sitting>/correct/", finishing.correct, name="correct"),
]
