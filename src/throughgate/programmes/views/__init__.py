from throughgate.programmes.views.acts import (
    change_stage,
    leave,
    move_version,
    put_on_hold,
    resume,
    waive,
    withdraw_waiver,
)
from throughgate.programmes.views.enrolments import enrol, show_enrolment
from throughgate.programmes.views.manuals import add_model, download, list_programmes, retire, show_manual

__all__ = [
    "add_model",
    "change_stage",
    "download",
    "enrol",
    "leave",
    "list_programmes",
    "move_version",
    "put_on_hold",
    "resume",
    "retire",
    "show_enrolment",
    "show_manual",
    "waive",
    "withdraw_waiver",
]
