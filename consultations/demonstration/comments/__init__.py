"""All templates of comments, in the order of the demonstration paper's parts."""

from __future__ import annotations

from consultations.demonstration.comments.clearance import CLEARANCE
from consultations.demonstration.comments.destruction import DESTRUCTION
from consultations.demonstration.comments.opening import OPENING
from consultations.demonstration.comments.reporting_and_machinery import REPORTING_AND_MACHINERY
from consultations.demonstration.comments.universalization import UNIVERSALIZATION
from consultations.demonstration.comments.victims_and_cooperation import VICTIMS_AND_COOPERATION
from consultations.demonstration.shapes import Comment

COMMENTS: tuple[Comment, ...] = (
    *OPENING,
    *UNIVERSALIZATION,
    *DESTRUCTION,
    *CLEARANCE,
    *VICTIMS_AND_COOPERATION,
    *REPORTING_AND_MACHINERY,
)
