from django.conf import settings
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.outcomes import example, selectors, services
from throughgate.outcomes.forms import ChoicesForm, UploadForm
from throughgate.outcomes.models import Evaluation, State
from throughgate.outcomes.report_page import report_response
from throughgate.outcomes.rules.options import Options, options_from_json
from throughgate.outcomes.rules.personal_columns import PersonalColumnsError
from throughgate.web.uploads import LimitedUpload
from throughgate_evidence import EvidenceInputError

PAGE_SIZE = 25
UNDER_WAY = (State.WAITING, State.RUNNING)


@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    evaluations = selectors.list_evaluations(_me(request))
    page = Paginator(evaluations, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "outcomes/list.html", {"page_obj": page})


# The token of the form is checked by the inner view: the outer one has to set the limit before anything of the body is
# read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request.user, Ability.RUN_EVALUATIONS)
    request.upload_handlers.insert(0, LimitedUpload(request, settings.EVALUATION_UPLOAD_LIMIT))
    return _new(request)


@csrf_protect
def _new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "outcomes/new.html", {"form": UploadForm(), "refusals": []})
    # The files are read first: that is when the limit is noticed.
    form = UploadForm(request.POST, request.FILES, too_big=getattr(request, "upload_too_big", False))
    refusals = []
    if form.is_valid():
        try:
            made = services.add_evaluation(
                by=_me(request), title=form.cleaned_data["title"], upload=form.cleaned_data["file"]
            )
        except EvidenceInputError as problem:
            form.add_error("file", str(problem))
        except PersonalColumnsError as problem:
            refusals = problem.refusals
            form.add_error(
                "file", "The file says who people are, so it was not kept. See below which columns to take out"
            )
        else:
            return redirect("outcomes:choose", ref=made.ref)
    return render(request, "outcomes/new.html", {"form": form, "refusals": refusals})


@require_POST
def start_example(request: HttpRequest) -> HttpResponse:
    """An evaluation of the invented people, without downloading and uploading them."""
    upload = ContentFile(example.make_example().encode(), name=example.FILENAME)
    made = services.add_evaluation(by=_me(request), title="Does the example programme work?", upload=upload)
    return redirect("outcomes:choose", ref=made.ref)


@require_safe
def download_example(request: HttpRequest) -> HttpResponse:
    require(request.user, Ability.RUN_EVALUATIONS)
    headers = {"Content-Disposition": f'attachment; filename="{example.FILENAME}"'}
    return HttpResponse(example.make_example(), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.get_evaluation(_me(request), ref)
    form = ChoicesForm(request.POST or None, evaluation=found)
    if form.is_valid():
        return _start(request, found, form.cleaned_data["options"])
    return render(request, "outcomes/choose.html", {"form": form, "evaluation": found})


@require_POST
def run_again(request: HttpRequest, ref: str) -> HttpResponse:
    """With the choices as they are."""
    found = selectors.get_evaluation(_me(request), ref)
    if not found.options:
        return redirect("outcomes:choose", ref=ref)
    return _start(request, found, options_from_json(found.options))


@require_safe
@never_cache
def evaluation(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.get_evaluation(_me(request), ref)
    if found.state == State.UPLOADED:
        return redirect("outcomes:choose", ref=ref)
    context = {
        "evaluation": found,
        "under_way": found.state in UNDER_WAY,
        "silent": services.is_silent(found),
        "findings": selectors.findings_of(found),
        "balance": selectors.balance_of(found),
        "result": found.result,
        "caution": selectors.caution_of(found),
        "method": selectors.method_of(found),
    }
    return render(request, "outcomes/evaluation.html", context)


@require_safe
@never_cache
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes while it is worked out."""
    found = selectors.get_evaluation(_me(request), ref)
    silent = services.is_silent(found)
    if found.state not in UNDER_WAY or silent:
        return HttpResponseClientRefresh()
    return render(request, "outcomes/_progress.html", {"evaluation": found, "silent": silent})


@require_safe
@never_cache
def report(request: HttpRequest, ref: str) -> HttpResponse:
    found = _done(request, ref)
    html = services.open_report(by=_me(request), evaluation=found)
    return report_response(html, reverse("outcomes:evaluation", kwargs={"ref": ref}))


@require_safe
@never_cache
def download_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    found = _done(request, ref)
    if not found.pdf:
        raise Http404("No PDF was made")
    content = services.download_pdf(by=_me(request), evaluation=found)
    headers = {"Content-Disposition": f'attachment; filename="evaluation-{found.ref}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_safe
@never_cache
def download_json(request: HttpRequest, ref: str) -> HttpResponse:
    found = _done(request, ref)
    text = services.download_figures(by=_me(request), evaluation=found)
    headers = {"Content-Disposition": f'attachment; filename="evaluation-{found.ref}.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    found = selectors.get_evaluation(_me(request), ref)
    if request.method == "POST":
        services.remove_evaluation(by=_me(request), evaluation=found)
        messages.success(request, "The evaluation, its file and its report are gone.")
        return redirect("outcomes:list")
    return render(request, "outcomes/delete.html", {"evaluation": found})


def _start(request: HttpRequest, found: Evaluation, options: Options) -> HttpResponse:
    try:
        services.start_evaluation(by=_me(request), evaluation=found, options=options)
    except services.EvaluationBusyError as problem:
        messages.warning(request, str(problem))
    return redirect("outcomes:evaluation", ref=found.ref)


def _done(request: HttpRequest, ref: str) -> Evaluation:
    found = selectors.get_evaluation(_me(request), ref)
    if found.state != State.DONE:
        raise Http404("Not finished")
    return found


def _me(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("LoginRequiredMiddleware lets nobody else come here")
    return user
