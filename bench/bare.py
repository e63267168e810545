"""The least that Django can do for a page: one query, one small template, no middleware. Every page is held against it.

It reads from the application's own database, by the same driver and settings: one person by their key.
"""

from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from throughgate.config.settings import DATABASES

PAGE = """<!doctype html>
<html lang="en"><head><title>A page</title></head>
<body><h1>{{ row.ref }}</h1><p>{{ row.given_name }} {{ row.family_name }}</p></body></html>
"""

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES=DATABASES,
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                    )
                ]
            },
        }
    ],
)
django.setup()

from django.db import models  # noqa: E402 - models need the settings above
from django.http import HttpRequest, HttpResponse  # noqa: E402 - as above
from django.shortcuts import render  # noqa: E402 - as above
from django.urls import path  # noqa: E402 - as above


class Row(models.Model):
    ref = models.CharField(max_length=12)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "people_person"


def page(request: HttpRequest, row: int) -> HttpResponse:
    return render(request, "page.html", {"row": Row._default_manager.get(pk=row)})


urlpatterns: list[Any] = [path("<int:row>/", page)]
application = WSGIHandler()
