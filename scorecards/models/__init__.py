from scorecards.models.audit import AuditEntry, AuditSeal
from scorecards.models.kit import Kit, KitDimension, KitQuestion
from scorecards.models.rubric import Dimension, Exercise, ExerciseDimension, Question, Role, Rubric, Signal
from scorecards.models.scorecard import Assessment, DraftField, Rating, Revision, Scorecard, Sighting

__all__ = [
    "Assessment",
    "AuditEntry",
    "AuditSeal",
    "Dimension",
    "DraftField",
    "Exercise",
    "ExerciseDimension",
    "Kit",
    "KitDimension",
    "KitQuestion",
    "Question",
    "Rating",
    "Revision",
    "Role",
    "Rubric",
    "Scorecard",
    "Sighting",
    "Signal",
]
