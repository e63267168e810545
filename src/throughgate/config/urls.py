from django.urls import include, path

urlpatterns = [
    path("", include("throughgate.accounts.urls")),
    path("accounts/", include("throughgate.accounts.sign_in_urls")),
    path("people/", include("throughgate.people.urls")),
    path("story/", include("throughgate.story.urls")),
    path("needs/", include("throughgate.story.needs_urls")),
    path("programmes/", include("throughgate.programmes.urls")),
    path("contacts/", include("throughgate.casework.urls")),
    path("plan/", include("throughgate.casework.plan_urls")),
    path("bookings/", include("throughgate.casework.booking_urls")),
    path("crisis/", include("throughgate.casework.crisis_urls")),
    path("measures/", include("throughgate.measures.urls")),
    path("work/", include("throughgate.work.urls")),
    path("groups/", include("throughgate.groups.urls")),
    path("hand-over/", include("throughgate.handover.urls")),
    path("release/", include("throughgate.release.urls")),
    path("", include("throughgate.notices.urls")),
    path("evaluations/", include("throughgate.outcomes.urls")),
    path("audit/", include("throughgate.audit.urls")),
    path("", include("throughgate.web.urls")),
    path("", include("throughgate.desk.urls")),
]
