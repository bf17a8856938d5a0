"""
Everything the demonstration's builder needs to let invented delegations speak about `paper.txt`.

Plain data, all of it invented: no State or organization that exists holds any position found here.
The shapes are described in `shapes`; the contents live in the modules named below.
"""

from __future__ import annotations

from consultations.demonstration.answers import ANSWERS
from consultations.demonstration.comments import COMMENTS
from consultations.demonstration.participants import DELEGATIONS, PEOPLE
from consultations.demonstration.questions import QUESTION_SHAPES
from consultations.demonstration.replies import REPLIES
from consultations.demonstration.revisions import REVISIONS
from consultations.demonstration.synthesis import POINTS

__all__ = [
    "ANSWERS",
    "COMMENTS",
    "DELEGATIONS",
    "PEOPLE",
    "POINTS",
    "QUESTION_SHAPES",
    "REPLIES",
    "REVISIONS",
]
