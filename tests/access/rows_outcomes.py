"""Evaluations: the evaluator's and the managers'. The one of the world has a file and was never started."""

from tests.access.matrix import Row, only

WHO = ("manager", "evaluator")
OPEN, DONE, NOTHING = only(*WHO), only(*WHO, status=302), only(*WHO, status=404)


def _evaluation(world):
    return {"ref": world.evaluation.ref}


ROWS = [
    Row("outcomes:list", "get", OPEN),
    Row("outcomes:new", "get", OPEN),
    Row("outcomes:new", "post", OPEN),
    Row("outcomes:download_example", "get", OPEN),
    Row("outcomes:start_example", "post", DONE),
    Row("outcomes:evaluation", "get", DONE, args=_evaluation),
    Row("outcomes:choose", "get", OPEN, args=_evaluation),
    Row("outcomes:run_again", "post", DONE, args=_evaluation),
    Row("outcomes:progress", "get", OPEN, args=_evaluation),
    # There is no report before the end.
    Row("outcomes:report", "get", NOTHING, args=_evaluation),
    Row("outcomes:download_pdf", "get", NOTHING, args=_evaluation),
    Row("outcomes:download_json", "get", NOTHING, args=_evaluation),
    Row("outcomes:delete", "get", OPEN, args=_evaluation),
    Row("outcomes:delete", "post", DONE, args=_evaluation),
]
