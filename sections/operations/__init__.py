"""Every change of plans, their text and their drafts."""

from sections.operations.drafts import issue_draft, widen_circulation
from sections.operations.elements import add_element, delete_element, restore_element
from sections.operations.plans import (
    create_plan,
    limit_words,
    relabel_section,
    revise_title_block,
)
from sections.operations.standing import (
    adopt_draft,
    reissue_draft,
    undo_adoption,
    withdraw_draft,
)
from sections.operations.structure import merge_elements, move_element, split_element
from sections.operations.undoing import undo_import
from sections.operations.wordings import reshape_question, revise_card, revise_element

__all__ = [
    "add_element",
    "adopt_draft",
    "create_plan",
    "delete_element",
    "issue_draft",
    "limit_words",
    "merge_elements",
    "move_element",
    "reissue_draft",
    "relabel_section",
    "reshape_question",
    "restore_element",
    "revise_card",
    "revise_element",
    "revise_title_block",
    "split_element",
    "undo_adoption",
    "undo_import",
    "widen_circulation",
    "withdraw_draft",
]
