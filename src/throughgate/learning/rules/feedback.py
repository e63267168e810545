"""Who may ask, what an answer may be, and what the record says of it. Pure."""

from throughgate.learning.grammar import Question

GIVEN = "Gave feedback on how we are doing"
DECLINED = "Was asked for feedback and chose to say nothing"
MOST_WORDS = 2000


class FeedbackError(ValueError):
    """`field` is where the form shows it."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


def check_asker(how: str, *, is_own_worker: bool) -> None:
    """People say less to whom they speak of. Raises FeedbackError."""
    if how != "alone" and is_own_worker:
        raise FeedbackError(
            "You work with this person. Hand them the phone, or let a colleague ask who does not work with them", "how"
        )


def check_answer(question: Question, choice: str, words: str) -> tuple[str, str]:
    """The code of what was chosen, and what was said. ("", "") where they passed over it. Raises FeedbackError."""
    if question.is_open:
        said = words.strip()
        if len(said) > MOST_WORDS:
            raise FeedbackError(f"Write at most {MOST_WORDS:,} characters", "answer")
        return "", said
    if not choice:
        return "", ""
    if choice not in question.answers:
        raise FeedbackError("Choose one of the answers", "answer")
    return choice, question.answers[choice]
