"""What is said: consultation, submission, comment, answer, reflection, point, synthesis."""

from consultations.models.answers import Answer, AnswerMark
from consultations.models.comments import Comment, CommentFile
from consultations.models.consultations import Consultation, Extension
from consultations.models.inside import Note, Procedure, Typed
from consultations.models.participation import Declaration, Reminder
from consultations.models.reflections import Reflection, Remark, RevisionPrompt
from consultations.models.registrations import Registration, RegistrationFile
from consultations.models.submissions import Association, Channel, Original, Submission
from consultations.models.synthesis import Point, PointSource, Synthesis, SynthesisUnit

__all__ = [
    "Answer",
    "AnswerMark",
    "Association",
    "Channel",
    "Comment",
    "CommentFile",
    "Consultation",
    "Declaration",
    "Extension",
    "Note",
    "Original",
    "Point",
    "PointSource",
    "Procedure",
    "Reflection",
    "Remark",
    "Registration",
    "RegistrationFile",
    "Reminder",
    "RevisionPrompt",
    "Submission",
    "Synthesis",
    "SynthesisUnit",
    "Typed",
]
