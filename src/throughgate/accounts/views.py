from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.accounts import selectors, services
from throughgate.accounts import typed as typed_words
from throughgate.accounts.forms import AccountForm, OwnAccountForm
from throughgate.accounts.models import Role, User
from throughgate.accounts.rules import ROLE_SENTENCES, AccountRuleError, PeopleLeftAloneError
from throughgate.common.abilities import abilities
from throughgate.common.clock import today

SIGN_IN_BACKEND = "throughgate.accounts.backends.SignInBackend"


class SignInView(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = (
            [{"code": role.value, "label": role.label, "does": ROLE_SENTENCES[role]} for role in Role]
            if settings.DEMO
            else []
        )
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_roles": roles, "undone": typed_words.undone_here(self.request)}


@require_POST
@never_cache
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One button for each role, on the sign-in page of a demonstration and nowhere else."""
    if not settings.DEMO:
        raise Http404("Not a demonstration")
    account = selectors.get_demo_account(request.POST.get("role", ""))
    if account is None:
        messages.error(request, "This demonstration has no account for that role.")
        return redirect("account_login")
    login(request, account, backend=SIGN_IN_BACKEND)
    wanted = request.POST.get("next", "")
    return redirect(wanted if wanted and get_adapter(request).is_safe_url(wanted) else settings.LOGIN_REDIRECT_URL)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def typed(request: HttpRequest) -> HttpResponse:
    """What was sent while they were signed out, to be sent now, or thrown away."""
    if request.method == "POST":
        typed_words.drop(request)
        messages.success(request, "What waited here is thrown away.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    found = typed_words.held_for(request, _me(request))
    return render(request, "accounts/typed.html", {"typed": found, "about": found.about(_me(request)) if found else ""})


def from_an_old_tab(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this sign-in. Held only where the browser itself says that the form was ours: what
    another site sends must not wait here under a button.
    """
    is_ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    if is_ours and typed_words.hold(request, is_old_tab=True):
        return redirect("accounts:typed")
    return render(request, "accounts/old_tab.html", status=403)


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    closed = request.GET.get("closed") == "1"
    accounts = selectors.list_accounts(active=not closed)
    return render(request, "accounts/staff.html", {"accounts": accounts, "closed": closed, "today": today()})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        account = services.add_account(by=_me(request), **form.changes())
        services.send_password_link(by=_me(request), account=account, request=request)
        messages.success(request, f"{account.name} has an account. We have e-mailed them a link to choose a password.")
        return redirect("accounts:account", ref=account.ref)
    return render(
        request,
        "accounts/account_form.html",
        {"form": form, "title": "Add someone to the staff", "action": "Add account"},
    )


@require_safe
def account(request: HttpRequest, ref: str) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    found = selectors.get_account(ref)
    rows = [
        {"key": "E-mail address", "value": found.email},
        {"key": "Role", "value": found.get_role_display()},
        {"key": "Phone at work", "value": found.phone or "Not known"},
        {"key": "Sites", "value": ", ".join(site.name for site in found.sites.all()) or "None"},
        {"key": "Line manager", "value": found.line_manager or "Nobody"},
        {"key": "Second factor", "value": "On" if selectors.has_second_factor(found) else "Off"},
        {"key": "Account", "value": "Open" if found.is_active else "Closed"},
    ]
    context = {
        "account": found,
        "rows": rows,
        "role_sentence": ROLE_SENTENCES[found.role],
        "is_me": found.pk == _me(request).pk,
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    found = selectors.get_account(ref)
    form = AccountForm(request.POST or None, account=found, initial=_initial(found))
    if form.is_valid():
        try:
            services.change_account(
                by=_me(request), account=found, seen=form.cleaned_data["seen"], changes=form.changes()
            )
        except services.AccountChangedMeanwhileError as problem:
            form = _compare(request.POST, found, problem)
        except AccountRuleError as problem:
            form.add_error(None, _in_full(problem))
        else:
            messages.success(request, f"{form.cleaned_data['name']}’s account is saved.")
            return redirect("accounts:account", ref=ref)
    context = {"form": form, "account": found, "title": f"Change {found.name}’s account", "action": "Save account"}
    return render(request, "accounts/account_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, ref: str) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    found = selectors.get_account(ref)
    problem = None
    if request.method == "POST":
        try:
            services.close_account(by=_me(request), account=found)
        except AccountRuleError as error:
            problem = _in_full(error)
        else:
            messages.success(request, f"{found.name}’s account is closed, and they are signed out everywhere.")
            return redirect("accounts:staff")
    alone = selectors.refs_of_people_left_alone(found, today())
    context = {"account": found, "alone": alone, "problem": problem, "shared": selectors.count_people_of(found)}
    return render(request, "accounts/close.html", context)


@require_POST
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    found = selectors.get_account(ref)
    services.reopen_account(by=_me(request), account=found)
    messages.success(request, f"{found.name}’s account is open again.")
    return redirect("accounts:account", ref=ref)


@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: HttpRequest, ref: str) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    found = selectors.get_account(ref)
    if request.method == "POST":
        services.reset_second_factor(by=_me(request), account=found)
        messages.success(request, f"{found.name} sets up a new second factor at their next sign-in.")
        return redirect("accounts:account", ref=ref)
    return render(request, "accounts/reset_second_factor.html", {"account": found})


@require_POST
def send_link(request: HttpRequest, ref: str) -> HttpResponse:
    abilities.require(request.user, services.MANAGE_ACCOUNTS)
    found = selectors.get_account(ref)
    services.send_password_link(by=_me(request), account=found, request=request)
    messages.success(request, f"We have e-mailed {found.name} a link to choose a password. It works for three days.")
    return redirect("accounts:account", ref=ref)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    known = {"name": _me(request).name, "phone": _me(request).phone}
    form = OwnAccountForm(request.POST or None, initial=known)
    if form.is_valid():
        services.change_own_account(by=_me(request), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("accounts:me")
    context = {
        "form": form,
        "account": _me(request),
        "role_sentence": ROLE_SENTENCES[_me(request).role],
        "has_second_factor": selectors.has_second_factor(_me(request)),
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
        "sees_people": abilities.has(_me(request), services.SEE_PEOPLE),
    }
    return render(request, "accounts/me.html", context)


def _me(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("LoginRequiredMiddleware lets nobody else come here")
    return user


def _initial(found: User) -> dict[str, Any]:
    return {
        "name": found.name,
        "email": found.email,
        "role": found.role,
        "phone": found.phone,
        "sites": found.sites.all(),
        "line_manager": found.line_manager,
        "seen": services.version_of(found),
    }


def _in_full(problem: AccountRuleError) -> str:
    refs = f" Their references: {', '.join(problem.refs[:10])}." if isinstance(problem, PeopleLeftAloneError) else ""
    return f"{problem}{refs}"


def _compare(posted: QueryDict, found: User, problem: AccountRuleError) -> AccountForm:
    """The same form, still filled in, now against what the account says by now."""
    now = selectors.get_account(found.ref)
    data = posted.copy()
    data["seen"] = services.version_of(now)
    again = AccountForm(data, account=found)
    again.is_valid()
    sites = ", ".join(site.name for site in now.sites.all()) or "none"
    again.add_error(
        None,
        f"{problem} It now says: {now.name}, {now.email}, {now.get_role_display().lower()}, sites: {sites}, "
        f"line manager: {now.line_manager or 'nobody'}.",
    )
    return again
