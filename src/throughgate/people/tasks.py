from django_tasks import task

from throughgate.people.models import DuplicateSearch
from throughgate.people.services import duplicates, importing


@task()
def search_duplicates(search_id: int) -> None:
    search = DuplicateSearch.objects.filter(pk=search_id, finished_at__isnull=True).first()
    if search:
        duplicates.look_through_everybody(by=search.asked_by, search=search)


@task()
def check_import(import_id: int, attempt: int) -> None:
    importing.check_rows(import_id, attempt)


@task()
def write_import(import_id: int, attempt: int) -> None:
    importing.add_rows(import_id, attempt)
