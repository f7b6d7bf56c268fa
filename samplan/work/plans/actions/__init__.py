"""All writes of the plans room: creating editions, their states, the tree, its questions, the parties."""

from .asking import add_question, edit_question, mark_of_question, remove_question
from .body_roles import end_body_role, give_body_role
from .contacts import carry_contact_roles, copy_contact_roles, set_contact_role
from .contributing import (
    add_contribution,
    add_input,
    edit_contribution,
    edit_input,
    mark_of_contribution,
    mark_of_input,
    remove_contribution,
    remove_input,
)
from .creation import (
    CreatedEdition,
    NewMeasure,
    NewNode,
    NewQuestion,
    NewTier,
    create_edition,
)
from .deciding import write_anchoring, write_decision, write_diary_number
from .drafting import Words, join_nodes, split_node
from .editions import (
    adopt,
    edit_edition,
    mark_of_edition,
    mark_of_parties,
    send_on_referral,
    set_parties,
    supersede,
    take_back,
)
from .measuring import add_measure, edit_measure, mark_of_measure, remove_measure
from .publishing import publish_edition, withdraw_edition
from .starting import start_edition
from .steps import REDONE, UNDONE, redo, undo
from .tiers import mark_of_tiers, numbering_preview, set_numbering, set_tiers
from .tree import (
    add_node,
    edit_node,
    indent_node,
    mark_of_node,
    mark_of_words,
    move_node,
    outdent_node,
    place_node,
    remove_node,
    write_node,
)

__all__ = [
    "REDONE",
    "UNDONE",
    "CreatedEdition",
    "NewMeasure",
    "NewNode",
    "NewQuestion",
    "NewTier",
    "Words",
    "add_contribution",
    "add_input",
    "add_measure",
    "add_node",
    "add_question",
    "adopt",
    "carry_contact_roles",
    "copy_contact_roles",
    "create_edition",
    "edit_contribution",
    "edit_edition",
    "edit_input",
    "edit_measure",
    "edit_node",
    "edit_question",
    "end_body_role",
    "give_body_role",
    "indent_node",
    "join_nodes",
    "mark_of_contribution",
    "mark_of_edition",
    "mark_of_input",
    "mark_of_measure",
    "mark_of_node",
    "mark_of_parties",
    "mark_of_question",
    "mark_of_tiers",
    "mark_of_words",
    "move_node",
    "numbering_preview",
    "outdent_node",
    "place_node",
    "publish_edition",
    "redo",
    "remove_contribution",
    "remove_input",
    "remove_measure",
    "remove_node",
    "remove_question",
    "send_on_referral",
    "set_contact_role",
    "set_numbering",
    "set_parties",
    "set_tiers",
    "split_node",
    "start_edition",
    "supersede",
    "take_back",
    "undo",
    "withdraw_edition",
    "write_anchoring",
    "write_decision",
    "write_diary_number",
    "write_node",
]
