from typing import Any

from django import forms


class SureForm(forms.Form):
    """A form that asks "is that right?" about what is unlikely. The tick appears with the question, holds for that very
    day, and needs no script.
    """

    def ask_whether_right(self, field: str, doubt: str, answer: Any) -> None:
        """`doubt` is a sentence, empty where nothing is unlikely; `answer` is what the tick stands for."""
        if not doubt or str(answer) in self._ticked():
            return
        self.fields["sure"] = forms.MultipleChoiceField(
            label="Is that right?",
            choices=[(str(answer), "Yes, that is right")],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.add_error(field, f"{doubt} Change it, or tick “Yes, that is right” below")

    def _ticked(self) -> list[str]:
        return list(self.data.getlist("sure")) if hasattr(self.data, "getlist") else list(self.data.get("sure", ()))
