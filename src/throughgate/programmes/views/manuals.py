from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.faults import Fault
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.forms import ModelFileForm
from throughgate.programmes.loading import ModelFileError
from throughgate.programmes.manual import measures_of, needs_of, phases_of, theory_of, windows_of
from throughgate.programmes.models import ModelInUseError, ModelStatus
from throughgate.programmes.selectors import get_model, list_models, origin_of
from throughgate.programmes.services import publish_model, retire_model
from throughgate.programmes.views.pages import posted
from throughgate.web.pictures import Chain


@require_safe
def list_programmes(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    versions = list(list_models(user))
    in_use = [row for row in versions if row.status == ModelStatus.PUBLISHED]
    newest = {row.slug: row for row in reversed(in_use)}
    programmes = [
        {"row": row, "summary": compiled_model(row).summary, "needs": needs_of(compiled_model(row))}
        for row in sorted(newest.values(), key=lambda row: row.title)
    ]
    earlier = [row for row in versions if newest.get(row.slug) != row]
    context = {
        "programmes": programmes,
        "earlier": earlier,
        "may_publish": has(user, Ability.PUBLISH_PROGRAMMES),
        "may_compare": has(user, Ability.COMPARE_SITES),
    }
    return render(request, "programmes/list.html", context)


@require_safe
def show_manual(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    user = user_of(request)
    row = get_model(user, slug, version)
    model = compiled_model(row)
    context = {
        "row": row,
        "model": model,
        "needs": needs_of(model),
        "windows": windows_of(model),
        "phases": phases_of(model),
        "measures": measures_of(model),
        "chains": [Chain(one.activity, one.mechanism, one.outcome, one.measure) for one in theory_of(model)],
        "core": [element.title for element in model.elements.values() if element.core],
        "origin": origin_of(row),
        "may_publish": has(user, Ability.PUBLISH_PROGRAMMES),
        "may_retire": row.status == ModelStatus.PUBLISHED and has(user, Ability.PUBLISH_PROGRAMMES),
        "may_compare": has(user, Ability.COMPARE_SITES),
    }
    return render(request, "programmes/manual.html", context)


@require_safe
def download(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    row = get_model(user_of(request), slug, version)
    response = HttpResponse(row.source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.slug}-{row.version}.yaml"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def add_model(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PUBLISH_PROGRAMMES)
    form = ModelFileForm(posted(request), request.FILES or None)
    problems: list[dict[str, object]] = []
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            row = publish_model(by=user, text=text, filename=form.filename)
        except ModelFileError as refused:
            problems = _with_lines(refused.errors, text)
            form = ModelFileForm(initial={"text": text})
        except ModelInUseError as refused:
            form = ModelFileForm({"text": text})
            form.add_error("text", str(refused))
        else:
            messages.success(request, f"{row.title}, version {row.version}, is in use.")
            return redirect("programmes:version", slug=row.slug, version=row.version)
    return render(request, "programmes/add_model.html", {"form": form, "problems": problems})


def _with_lines(errors: tuple[Fault, ...], text: str) -> list[dict[str, object]]:
    lines = text.splitlines() or [""]
    return [
        {
            "line": error.line,
            "what": error.what,
            "mend": error.mend,
            "text": lines[min(error.line, len(lines)) - 1].strip(),
        }
        for error in errors
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PUBLISH_PROGRAMMES)
    row = get_model(user, slug, version)
    if request.method == "POST":
        retire_model(by=user, model=row)
        messages.success(request, f"{row.title}, version {row.version}, is retired. Those who are on it go on.")
        return redirect("programmes:list")
    context = {
        "row": row,
        "cancel_url": reverse("programmes:version", kwargs={"slug": slug, "version": version}),
        "consequences": ["Nobody new can be enrolled in it.", "Those who are on it go on as before."],
    }
    return render(request, "programmes/retire.html", context)
