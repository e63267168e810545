from django.urls import path

from throughgate.reports.views import finishing, writing

app_name = "reports"
urlpatterns = [
    path("promised/<str:ref>/", writing.promised, name="promised"),
    path("hearing/<str:ref>/", finishing.hearing, name="hearing"),
    path("of/<str:ref>/", writing.latest, name="latest"),
    path("of/<str:ref>/again/", writing.again, name="again"),
    path("of/<str:ref>/compare/", writing.compared, name="compare"),
    path("of/<str:ref>/<int:number>/", writing.version, name="version"),
    path("of/<str:ref>/<int:number>/report.pdf", writing.paper, name="paper"),
    path("of/<str:ref>/<int:number>/draft-anew/", writing.anew, name="anew"),
    path("of/<str:ref>/<int:number>/sources/<int:pk>/", writing.sources, name="sources"),
    path("of/<str:ref>/<int:number>/put-back/<int:pk>/", writing.back_in, name="put_back"),
    path("of/<str:ref>/<int:number>/gone-through/", finishing.gone_through, name="gone_through"),
    path("of/<str:ref>/<int:number>/sign-off/", finishing.ask, name="ask"),
    path("of/<str:ref>/<int:number>/take-back/", finishing.taken_back, name="take_back"),
    path("of/<str:ref>/<int:number>/sign/", finishing.answer, name="sign"),
    path("of/<str:ref>/<int:number>/freeze/", finishing.frozen, name="freeze"),
    path("of/<str:ref>/<int:number>/sent/", finishing.sent, name="send"),
    path("of/<str:ref>/<int:number>/section/<slug:key>/", writing.section, name="section"),
    path("of/<str:ref>/<int:number>/section/<slug:key>/typed/", writing.typed, name="typed"),
    path("<str:ref>/", writing.of_person, name="person"),
    path("<str:ref>/new/", writing.new, name="new"),
]
