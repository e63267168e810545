from throughgate.people.models.around import Assignment, AssignmentRole, CircleKind, CircleMember
from throughgate.people.models.custody import (
    Confidence,
    CustodyDate,
    CustodyMove,
    DateKind,
    LicenceCondition,
    MoveKind,
    Sentence,
    SentenceKind,
)
from throughgate.people.models.person import Gender, Identifier, IdentifierKind, Person
from throughgate.people.models.searching import SearchWord

__all__ = [
    "Assignment",
    "AssignmentRole",
    "CircleKind",
    "CircleMember",
    "Confidence",
    "CustodyDate",
    "CustodyMove",
    "DateKind",
    "Gender",
    "Identifier",
    "IdentifierKind",
    "LicenceCondition",
    "MoveKind",
    "Person",
    "SearchWord",
    "Sentence",
    "SentenceKind",
]
