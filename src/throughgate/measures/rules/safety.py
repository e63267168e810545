"""What may be said to have been done about an answer that tells of danger."""

from collections.abc import Collection, Mapping

DONE: Mapping[str, str] = {
    "talked": "Talked with them about it, plainly and without hurry",
    "stayed": "Stayed with them, or made sure that somebody did",
    "plan": "Made a plan with them for when it gets bad",
    "prison": "Told the prison: the orderly officer, safer custody or an officer on the wing",
    "health": "Told healthcare, the GP or NHS 111",
    "worker": "Told their probation officer or another worker of theirs",
    "known": "It is known and being followed up; nothing new",
    "mistake": "The answer was tapped by mistake: they say that it is not so",
}


class SafetyError(ValueError):
    """`field` is where the form shows it."""

    def __init__(self, field: str, text: str) -> None:
        self.field = field
        super().__init__(text)


def check_followed_up(done: Collection[str], words: str, done_by: str, *, crisis: bool) -> None:
    if unknown := set(done) - set(DONE):
        raise SafetyError("done", f"Choose from what is offered, not {', '.join(sorted(unknown))}")
    if not done and not crisis:
        raise SafetyError("done", "Tick what was done, or raise a crisis")
    if not words.strip():
        raise SafetyError("words", "Say in a few words what they said and what happens next")
    if not done_by.strip():
        raise SafetyError("done_by", "Say who did it")
