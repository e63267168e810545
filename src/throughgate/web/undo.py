"""A message that one tap was enough, with the tap that takes it back."""

from django.contrib import messages
from django.http import HttpRequest


def say_done(request: HttpRequest, words: str, undo_url: str) -> None:
    """`undo_url` takes one POST. It stands in the message's tags: the frame makes a button of it."""
    messages.success(request, words, extra_tags=undo_url)
