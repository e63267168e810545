"""A pack that is uploaded, and the same one once more when it is taken in."""

from base64 import b64decode, b64encode
from typing import Any

from django import forms

from throughgate.fidelity.rules.pack_file import LARGEST_PACK

TOO_BIG = f"The file is bigger than {LARGEST_PACK // 1_000_000} MB, and no pack is. Choose another file"


class PackFileForm(forms.Form):
    file = forms.FileField(
        label="The pack",
        help_text="One file that ends in .zip, as it was downloaded from another Throughgate.",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": "Choose the file", "empty": "The file is empty. Choose another"},
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.too_big:
            self.errors.pop("file", None)
            self.add_error("file", TOO_BIG)
        return cleaned


class PackAgainForm(forms.Form):
    """Carries a pack from the page that says what it brings to the act: it is kept nowhere meanwhile."""

    pack = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_PACK * 2)

    @classmethod
    def holding(cls, data: bytes) -> "PackAgainForm":
        return cls(initial={"pack": b64encode(data).decode()}, auto_id=False)

    def clean_pack(self) -> bytes:
        try:
            return b64decode(self.cleaned_data["pack"], validate=True)
        except ValueError as garbled:
            raise forms.ValidationError("The pack did not arrive whole. Choose the file again") from garbled
