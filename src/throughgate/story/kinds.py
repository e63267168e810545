"""Kinds of entry that this room writes."""

from throughgate.record.kinds import Kind
from throughgate.story.shipping import current_questions


def in_the_bank(slug: str) -> bool:
    return slug in current_questions().forms


STORY_KINDS = (
    # A form that a programme asks for and the bank does not have is filled in elsewhere and recorded by hand.
    Kind("form", "Form or assessment", "note", "plan", plain="you answered questions with us", knows=in_the_bank),
    Kind("need-noted", "Need noted", "note", "plan", plain="you said what you want help with"),
    Kind("need-changed", "Need", "plan", "plan", plain="something you want help with moved on"),
    Kind("strength-noted", "Strength noted", "sprout", "plan", plain="we wrote down something you are good at"),
)
