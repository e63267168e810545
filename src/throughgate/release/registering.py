"""What this room tells the lower ones when it starts: its doors, its kinds of entry, what it listens to."""


def register_all() -> None:
    """One line for each part of the room."""
    from throughgate.release.basic_kinds import register_basics

    register_basics()
    from throughgate.release.home_kinds import register_homes

    register_homes()
    from throughgate.release.day_kinds import register_days

    register_days()
    from throughgate.release.journey_kinds import register_journeys

    register_journeys()
    from throughgate.release.alarm_kinds import register_alarms

    register_alarms()
    from throughgate.release.first_week_kinds import register_first_weeks

    register_first_weeks()
    from throughgate.release.replanning_merging import register_replanning

    register_replanning()
