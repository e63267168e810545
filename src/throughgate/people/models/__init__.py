from throughgate.people.models.around import Assignment, AssignmentRole, CircleKind, CircleMember
from throughgate.people.models.custody import (
    Confidence,
    CustodyDate,
    CustodyMove,
    DateKind,
    MoveKind,
    RecallTerm,
    Sentence,
    SentenceKind,
)
from throughgate.people.models.hdc import HdcState, HdcStep
from throughgate.people.models.hearings import HearingKind, HearingResult, HearingState, HearingStep, ParoleHearing
from throughgate.people.models.importing import CaseloadImport, ImportedPerson, ImportFileKind, ImportState
from throughgate.people.models.licence import ConditionKind, LicenceCondition
from throughgate.people.models.merging import DuplicateSearch, Likeness, Merge, MergedRow, PossibleDuplicate
from throughgate.people.models.person import Gender, Identifier, IdentifierKind, Person
from throughgate.people.models.restrictions import (
    ChildLevel,
    ContactReach,
    ContactRestriction,
    OverrideKind,
    RestrictionKind,
    RestrictionOverride,
    RestrictionReason,
    RestrictionSource,
)
from throughgate.people.models.searching import SearchWord
from throughgate.people.models.sharing import (
    Consent,
    ConsentEnding,
    ConsentHow,
    Decision,
    LawfulBasis,
    OrganisationBasis,
)

__all__ = [
    "Assignment",
    "AssignmentRole",
    "CaseloadImport",
    "ChildLevel",
    "CircleKind",
    "CircleMember",
    "ConditionKind",
    "Confidence",
    "Consent",
    "ConsentEnding",
    "ConsentHow",
    "ContactReach",
    "ContactRestriction",
    "CustodyDate",
    "CustodyMove",
    "DateKind",
    "Decision",
    "DuplicateSearch",
    "Gender",
    "HdcState",
    "HdcStep",
    "HearingKind",
    "HearingResult",
    "HearingState",
    "HearingStep",
    "Identifier",
    "IdentifierKind",
    "ImportFileKind",
    "ImportState",
    "ImportedPerson",
    "LawfulBasis",
    "LicenceCondition",
    "Likeness",
    "Merge",
    "MergedRow",
    "MoveKind",
    "OrganisationBasis",
    "OverrideKind",
    "ParoleHearing",
    "Person",
    "PossibleDuplicate",
    "RecallTerm",
    "RestrictionKind",
    "RestrictionOverride",
    "RestrictionReason",
    "RestrictionSource",
    "SearchWord",
    "Sentence",
    "SentenceKind",
]
