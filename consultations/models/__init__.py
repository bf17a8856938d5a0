"""What is said: consultation, submission, comment, answer, reflection, point, synthesis."""

from consultations.models.answers import Answer, AnswerMark
from consultations.models.comments import Comment
from consultations.models.consultations import Consultation, Submission
from consultations.models.reflections import Reflection, RevisionPrompt
from consultations.models.synthesis import Point, PointSource, Synthesis, SynthesisUnit

__all__ = [
    "Answer",
    "AnswerMark",
    "Comment",
    "Consultation",
    "Point",
    "PointSource",
    "Reflection",
    "RevisionPrompt",
    "Submission",
    "Synthesis",
    "SynthesisUnit",
]
