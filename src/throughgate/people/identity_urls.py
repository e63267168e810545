"""Whose record is whose: duplicates, merges, and caseloads brought in from a file. Part of this room's urls."""

from django.urls import path

from throughgate.people.views import duplicates, importing

urlpatterns = [
    path("duplicates/", duplicates.show_duplicates, name="duplicates"),
    path("duplicates/search/", duplicates.search_duplicates, name="search_duplicates"),
    path("duplicates/<str:one>/<str:other>/", duplicates.show_comparison, name="compare"),
    path("duplicates/<str:one>/<str:other>/different/", duplicates.post_different, name="say_different"),
    path("duplicates/<str:one>/<str:other>/again/", duplicates.post_suggest_again, name="suggest_again"),
    path("duplicates/<str:one>/<str:other>/merge/", duplicates.show_merge, name="merge"),
    path("merges/<str:ref>/", duplicates.show_merged, name="merged"),
    path("merges/<str:ref>/undo/", duplicates.show_undo_merge, name="undo_merge"),
    path("<str:ref>/another-record/", duplicates.show_another_record, name="another_record"),
    path("import/", importing.show_imports, name="imports"),
    path("import/template.<str:kind>", importing.download_template, name="import_template"),
    path("import/<str:ref>/", importing.show_import, name="import"),
    path("import/<str:ref>/progress/", importing.show_progress, name="import_progress"),
    path("import/<str:ref>/columns/", importing.show_columns, name="import_columns"),
    path("import/<str:ref>/add/", importing.post_add, name="import_add"),
    path("import/<str:ref>/discard/", importing.show_discard, name="import_discard"),
    path("import/<str:ref>/undo/", importing.show_undo, name="import_undo"),
]
