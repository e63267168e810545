"""What this room tells the lower ones when it starts: its doors, its kinds of entry, what it listens to."""


def register_all() -> None:
    """One line for each part of the room."""
    from throughgate.release.basic_kinds import register_basics

    register_basics()
    from throughgate.release.home_kinds import register_homes

    register_homes()
    from throughgate.release.day_kinds import register_days

    register_days()
