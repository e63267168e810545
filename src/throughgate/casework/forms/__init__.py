from throughgate.casework.forms.contact import ContactForm
from throughgate.casework.forms.correction import CorrectContactForm
from throughgate.casework.forms.done import CorrectDoneForm, DoneForm
from throughgate.casework.forms.reason import VoidForm
from throughgate.casework.forms.who import FindForm, WhoForm

__all__ = ["ContactForm", "CorrectContactForm", "CorrectDoneForm", "DoneForm", "FindForm", "VoidForm", "WhoForm"]
