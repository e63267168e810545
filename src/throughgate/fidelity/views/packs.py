"""A programme leaves as one file; one that comes is looked at first, then taken in."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, require
from throughgate.accounts.requests import user_of
from throughgate.common.faults import Fault
from throughgate.fidelity.forms.packs import PackAgainForm, PackFileForm
from throughgate.fidelity.rules.pack_comparing import SORTS, Line, Verdict
from throughgate.fidelity.rules.pack_file import LARGEST_PACK, PackError
from throughgate.fidelity.selectors.pack_contents import contents_for
from throughgate.fidelity.selectors.pack_reading import Preview, preview_of
from throughgate.fidelity.services import packs as services
from throughgate.web.uploads import LimitedUpload


@require_safe
def show_pack(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    contents = contents_for(user_of(request), slug, version)
    return render(request, "fidelity/pack.html", {"contents": contents, "row": contents.row})


@require_POST
def download_pack(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    user = user_of(request)
    row = contents_for(user, slug, version).row
    response = HttpResponse(services.give_away(by=user, model=row), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{row.slug}-{row.version}.zip"'
    return response


# The token of the form is checked by the inner view: the outer one has to set the limit before anything of the body is
# read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    require(user_of(request), Ability.PUBLISH_PROGRAMMES)
    request.upload_handlers.insert(0, LimitedUpload(request, LARGEST_PACK))
    return _choose(request)


@csrf_protect
def _choose(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, PackFileForm())
    # The file is read first: that is when the limit is noticed.
    form = PackFileForm(request.POST, request.FILES, too_big=getattr(request, "upload_too_big", False))
    if not form.is_valid():
        return _ask(request, form)
    data = form.cleaned_data["file"].read()
    try:
        return _show(request, preview_of(user_of(request), data), data)
    except PackError as refused:
        return _ask(request, PackFileForm(), refused.errors)


@require_POST
def confirm_pack(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PUBLISH_PROGRAMMES)
    form = PackAgainForm(request.POST)
    if not form.is_valid():
        fault = Fault(1, "the pack did not arrive whole", "Choose the file again.")
        return _ask(request, PackFileForm(), [fault])
    try:
        row = services.take_in(by=user, data=form.cleaned_data["pack"])
    except PackError as refused:
        return _ask(request, PackFileForm(), refused.errors)
    except services.PackRefusedError as refused:
        return _show(request, refused.preview, form.cleaned_data["pack"])
    messages.success(request, f"{row.title}, version {row.version}, is in use with all that it brought.")
    return redirect("programmes:version", slug=row.slug, version=row.version)


def _ask(request: HttpRequest, form: forms.Form, faults: Sequence[Fault] = ()) -> HttpResponse:
    return render(request, "fidelity/take_in.html", {"form": form, "faults": faults})


def _show(request: HttpRequest, preview: Preview, data: bytes) -> HttpResponse:
    context = {
        "preview": preview,
        "head": preview.pack.head,
        "refused": preview.having(Verdict.REFUSED),
        "new": _sorted(preview.having(Verdict.NEW)),
        "stays": preview.having(Verdict.STAYS),
        "same": _sorted(preview.having(Verdict.SAME)),
        "same_count": len(preview.having(Verdict.SAME)),
        "left": _sorted(preview.having(Verdict.LEFT)),
        "form": PackAgainForm.holding(data),
    }
    return render(request, "fidelity/pack_preview.html", context)


def _sorted(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """By what they are, in words."""
    groups = [(words, [line for line in lines if line.sort == sort]) for sort, (_, words) in SORTS.items()]
    return [(words, found) for words, found in groups if found]
