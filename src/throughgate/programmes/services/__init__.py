"""Writes of this room."""

from throughgate.programmes.services.enrolling import change_stage, enrol, leave_programme, move_to_version
from throughgate.programmes.services.pausing import put_on_hold, resume
from throughgate.programmes.services.projecting import rebuild_commitments, refresh_commitments
from throughgate.programmes.services.promising import (
    keep_promise,
    make_promise,
    move_promise,
    reopen_promise,
    reword_promise,
    withdraw_promise,
)
from throughgate.programmes.services.publishing import load_shipped_models, publish_model, retire_model
from throughgate.programmes.services.waiving import waive, withdraw_waiver

__all__ = [
    "change_stage",
    "enrol",
    "keep_promise",
    "leave_programme",
    "load_shipped_models",
    "make_promise",
    "move_promise",
    "move_to_version",
    "publish_model",
    "put_on_hold",
    "rebuild_commitments",
    "refresh_commitments",
    "reopen_promise",
    "resume",
    "retire_model",
    "reword_promise",
    "waive",
    "withdraw_promise",
    "withdraw_waiver",
]
