"""What is said: consultation, submission, comment, answer, reflection, point, synthesis."""

from consultations.models.answers import Answer, AnswerMark
from consultations.models.comments import Comment, CommentFile
from consultations.models.consultations import Consultation, Extension
from consultations.models.desk import (
    Assignment,
    Bundle,
    Bundled,
    DeskNote,
    Reading,
    Theme,
    Themed,
    WorkingTranslation,
)
from consultations.models.inside import Note, Procedure, Typed
from consultations.models.participation import Declaration, Reminder
from consultations.models.phrases import Phrase
from consultations.models.reflections import Reflection, Remark, Reply, RevisionPrompt
from consultations.models.registrations import Registration, RegistrationFile
from consultations.models.submissions import Association, Channel, Original, Submission
from consultations.models.synthesis import (
    Point,
    PointAnswer,
    PointSource,
    Synthesis,
    SynthesisUnit,
)

__all__ = [
    "Answer",
    "AnswerMark",
    "Assignment",
    "Association",
    "Bundle",
    "Bundled",
    "Channel",
    "Comment",
    "CommentFile",
    "Consultation",
    "Declaration",
    "DeskNote",
    "Extension",
    "Note",
    "Original",
    "Phrase",
    "Point",
    "PointAnswer",
    "PointSource",
    "Procedure",
    "Reading",
    "Reflection",
    "Registration",
    "RegistrationFile",
    "Remark",
    "Reminder",
    "Reply",
    "RevisionPrompt",
    "Submission",
    "Synthesis",
    "SynthesisUnit",
    "Theme",
    "Themed",
    "Typed",
    "WorkingTranslation",
]
