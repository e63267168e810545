"""Forms of what restrictions may refuse: why it is done all the same is asked only then."""

from django import forms

from throughgate.people.services.restrictions import RestrictedError


class RestrictedForm(forms.Form):
    """`override` is the field for why; the template is people/_refused.html."""

    refusal: RestrictedError | None = None
    has_happened = False  # then anybody who records it may say why, and nothing refuses it

    def refuse(self, refusal: RestrictedError) -> None:
        self.refusal = refusal
        for reason in refusal.reasons:
            self.add_error(None, reason)
        if self.may_say_why and self.cleaned_data.get("override"):
            self.add_error("override", str(refusal))

    @property
    def may_say_why(self) -> bool:
        return self.refusal is not None and (self.has_happened or self.refusal.may_answer)
