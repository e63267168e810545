from django import forms


def reason_field(question: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=question, help_text=help_text, max_length=200, error_messages={"required": "Say why, in a few words"}
    )


class VoidForm(forms.Form):
    reason = reason_field(
        "Why should it not have been recorded?", "For example: recorded twice, or about another person."
    )
