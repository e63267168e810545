from django.urls import include, path

urlpatterns = [
    path("", include("throughgate.accounts.urls")),
    path("accounts/", include("throughgate.accounts.sign_in_urls")),
    path("people/", include("throughgate.people.urls")),
    path("programmes/", include("throughgate.programmes.urls")),
    path("contacts/", include("throughgate.casework.urls")),
    path("evaluations/", include("throughgate.outcomes.urls")),
    path("audit/", include("throughgate.audit.urls")),
    path("", include("throughgate.web.urls")),
    path("", include("throughgate.desk.urls")),
]
