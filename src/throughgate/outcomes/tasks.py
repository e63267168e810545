from django_tasks import task

from throughgate.outcomes import services


@task()
def run_evaluation(evaluation_id: int, attempt: int) -> None:
    services.work_out(evaluation_id, attempt)
