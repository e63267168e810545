"""What alarms tell the lower rooms when the application starts."""


def register_alarms() -> None:
    from django.core.checks import register as register_check

    from throughgate.release.alarms_check import check_alarms_file

    register_check(check_alarms_file)
