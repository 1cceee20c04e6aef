from hiring.models.candidate import Application, Candidate, Resume
from hiring.models.decision import Debrief, Decision
from hiring.models.interview import Interview, Qualification
from hiring.models.message import Message
from hiring.models.opening import Opening
from hiring.models.user import User

__all__ = [
    "Application",
    "Candidate",
    "Debrief",
    "Decision",
    "Interview",
    "Message",
    "Opening",
    "Qualification",
    "Resume",
    "User",
]
