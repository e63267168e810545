"""How every form of the application is drawn: GOV.UK Frontend's markup around Django's own fields."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.forms.widgets import Input, Widget
from django.utils.safestring import SafeString

from throughgate.web.errors import plain_error

# First match wins, so the narrower class stands before the wider.
WIDGET_CLASSES: tuple[tuple[type[Widget], str, bool], ...] = (
    (forms.HiddenInput, "", False),
    (forms.RadioSelect, "", False),
    (forms.CheckboxInput, "govuk-checkboxes__input", False),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input", True),
    (forms.FileInput, "govuk-file-upload", True),
    (forms.Textarea, "govuk-textarea", True),
    (forms.Select, "govuk-select", True),
    (forms.NumberInput, "govuk-input govuk-input--width-5", True),
    (Input, "govuk-input", True),
)


class GovukBoundField(BoundField):
    """A field that knows its classes. No native `required` pop-ups: the server's errors say more, in one place."""

    def label_tag(
        self, contents: Any = None, attrs: Any = None, label_suffix: Any = None, tag: Any = None
    ) -> SafeString:
        return super().label_tag(contents, attrs, label_suffix or "", tag)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if isinstance(widget, forms.RadioSelect):
            # A radio button may not carry aria-invalid; the fieldset is described by the error instead.
            built.pop("aria-invalid", None)
        classes = " ".join(filter(None, (self._classes(widget), str(widget.attrs.get("class", "")))))
        return {**built, "class": classes} if classes else built

    @property
    def errors(self) -> ErrorList:
        found: ErrorList = super().errors
        if not found:
            return found
        plain = [plain_error(error, str(self.label), self.field) for error in found.as_data()]
        return self.form.error_class(plain, renderer=self.form.renderer, field_id=self.auto_id)

    @property
    def is_optional(self) -> bool:
        """Whether the label says "(optional)". A form of filters sets `mark_optional = False`."""
        plain = not isinstance(self.field.widget, forms.CheckboxInput) and getattr(self.form, "mark_optional", True)
        return plain and not self.field.required and "optional" not in str(self.label).lower()

    @property
    def first_id(self) -> str:
        """The id of the first control, where an error summary leads to."""
        base = str(self.field.widget.attrs.get("id") or self.auto_id)
        if isinstance(self.field.widget, forms.RadioSelect):
            return f"{base}_0"
        if isinstance(self.field.widget, forms.MultiWidget):
            context = self.field.widget.get_context(self.html_name, self.value(), self.build_widget_attrs({"id": base}))
            subs = context["widget"]["subwidgets"]
            return str(next((sub for sub in subs if "aria-invalid" in sub["attrs"]), subs[0])["attrs"]["id"])
        return base

    def _classes(self, widget: Widget) -> str:
        for kind, classes, marks_errors in WIDGET_CLASSES:
            if isinstance(widget, kind):
                own = str(widget.attrs.get("class", ""))
                if "govuk-input--width-" in own:
                    classes = classes.replace(" govuk-input--width-5", "")
                return f"{classes} {classes.split()[0]}--error" if marks_errors and self.errors else classes
        return ""


class GovukRenderer(TemplatesSetting):
    """Named in settings as FORM_RENDERER; finds this room's templates before Django's own."""

    bound_field_class = GovukBoundField
