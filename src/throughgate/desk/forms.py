from django import forms


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Name or number",
        help_text="Part of a name is enough. A prison number, CRN, PNC, CRO or NHS number opens its record.",
        max_length=100,
        error_messages={"required": "Enter a name or a number"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )
