"""The one exception that leaves this package on purpose."""


class EvidenceInputError(ValueError):
    """What was given cannot be evaluated. The message says what, where and how to mend it, and is safe to show to
    users.

    `option` is the one of the command that mends it: said in brackets, before a last `hint`. `words` go without it, for
    those who came another way.
    """

    def __init__(self, words: str, *, option: str = "", hint: str = "") -> None:
        said = f"{words.removesuffix('.')} ({option})." if option else words
        super().__init__(said + hint)
        self.words = words + hint
