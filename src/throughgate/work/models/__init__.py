from throughgate.work.models.jobs import (
    Application,
    ApplicationStep,
    Disclosed,
    Job,
    JobCheck,
    JobKind,
    Lasting,
    Left,
    Step,
)
from throughgate.work.models.learning import Certificate, Ended, Training
from throughgate.work.models.openings import Check, Employer, PayPer, Vacancy
from throughgate.work.models.readiness import Letter, PastConviction, ReadinessNote, ReadyState, RightToWork

__all__ = [
    "Application",
    "ApplicationStep",
    "Certificate",
    "Check",
    "Disclosed",
    "Employer",
    "Ended",
    "Job",
    "JobCheck",
    "JobKind",
    "Lasting",
    "Left",
    "Letter",
    "PastConviction",
    "PayPer",
    "ReadinessNote",
    "ReadyState",
    "RightToWork",
    "Step",
    "Training",
    "Vacancy",
]
