"""Forms of signing in (allauth's, in our words) and of looking after accounts."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.db.models import Q

from throughgate.accounts.models import Role, User
from throughgate.accounts.rules import ROLE_SENTENCES
from throughgate.accounts.selectors import list_possible_managers
from throughgate.sites.models import Site
from throughgate.web.widgets import HintedRadios


def put_in_words(form: forms.BaseForm, **words: tuple[str, str]) -> None:
    """Label and help text of each field, and no placeholders: they vanish when they are needed."""
    for name, (label, help_text) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, help_text
        field.widget.attrs.pop("placeholder", None)


HOW_TO_CHOOSE = "At least 12 characters. Three or four words that only you would put together are hard to guess."


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(self, login=("E-mail address", ""), password=("Password", ""))
        self.fields["login"].widget.attrs.update({"autocomplete": "username", "spellcheck": "false"})


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(self, email=("E-mail address", "The one that you sign in with."))


class ChoosePasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(self, password1=("New password", HOW_TO_CHOOSE), password2=("New password again", ""))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(
            self,
            oldpassword=("Your password now", ""),
            password1=("New password", HOW_TO_CHOOSE),
            password2=("New password again", ""),
        )


class ConfirmPasswordForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(self, password=("Your password", ""))


CODE_ATTRS = {"inputmode": "numeric", "class": "govuk-input--width-10", "spellcheck": "false"}


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(
            self, code=("Code", "The 6 numbers that your authenticator app shows now, or one of your recovery codes.")
        )
        self.fields["code"].widget.attrs.update(CODE_ATTRS)


class ConfirmCodeForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(
            self, code=("Code", "The 6 numbers that your authenticator app shows now, or one of your recovery codes.")
        )
        self.fields["code"].widget.attrs.update(CODE_ATTRS)


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_in_words(self, code=("Code", "The 6 numbers that the app shows now."))
        self.fields["code"].widget.attrs.update(CODE_ATTRS)


class WorkPhoneField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label="Phone at work",
            max_length=20,
            required=False,
            help_text="Never a number at home: people who come out get it on their sheet.",
            error_messages={"max_length": "The number must be 20 characters or fewer"},
            widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}),
        )


class AccountForm(forms.Form):
    """An account as an administrator writes it."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it.",
        error_messages={"required": "Enter their e-mail address"},
    )
    role = forms.ChoiceField(
        label="Role",
        choices=Role.choices,
        widget=HintedRadios(hints={str(role): text for role, text in ROLE_SENTENCES.items()}),
        error_messages={"required": "Choose what they do"},
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.none(),
        label="Sites",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Where they work. A caseworker sees everyone at their sites.",
    )
    phone = WorkPhoneField()
    line_manager = forms.ModelChoiceField(
        User.objects.none(),
        label="Line manager",
        required=False,
        empty_label="Nobody",
        help_text="Reads a counsellor’s clinical notes, and sees what their team has to do.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, account: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        mine = account.sites.values("pk") if account else Site.objects.none().values("pk")
        self.fields["sites"].queryset = Site.objects.filter(Q(is_served=True, is_active=True) | Q(pk__in=mine))  # type: ignore[attr-defined]  # the field's class is not known by name
        managers = list_possible_managers()
        self.fields["line_manager"].queryset = managers.exclude(pk=account.pk) if account else managers  # type: ignore[attr-defined]  # as above

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        taken = User.objects.filter(email__iexact=email)
        if self.account:
            taken = taken.exclude(pk=self.account.pk)
        if taken.exists():
            raise forms.ValidationError("There is an account with this address already. Closed accounts keep theirs")
        return str(email)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "role", "phone", "sites", "line_manager")}


class OwnAccountForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As colleagues know you.",
        error_messages={"required": "Enter your name"},
    )
    phone = WorkPhoneField()
