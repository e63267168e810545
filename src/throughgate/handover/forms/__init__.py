from throughgate.handover.forms.away import AwayForm
from throughgate.handover.forms.caseload import CaseloadForm
from throughgate.handover.forms.words import MetForm, NoteForm, TakeBackForm, TellForm

__all__ = ["AwayForm", "CaseloadForm", "MetForm", "NoteForm", "TakeBackForm", "TellForm"]
