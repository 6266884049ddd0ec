"""What the desk asks of its clients; the forms of its staff are in `office`."""

from kardad.desk.forms.answers import Inputs, asks
from kardad.desk.forms.asking import Asking, Send
from kardad.desk.forms.deeds import Answer, Attach, Cancel, Objection, Reopen, Say, Withdraw

__all__ = ["Answer", "Asking", "Attach", "Cancel", "Inputs", "Objection", "Reopen", "Say", "Send", "Withdraw", "asks"]
