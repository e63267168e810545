"""The one exception that leaves this package on purpose."""


class EvidenceInputError(ValueError):
    """What was given cannot be evaluated. The message says what, where and how to mend it, and is safe to show to
    users.
    """
