"""All writes of the plans room: creating editions, their states, the tree, its questions, the parties."""

from .asking import add_question, edit_question, mark_of_question, remove_question
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
from .steps import redo, undo
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
    "CreatedEdition",
    "NewMeasure",
    "NewNode",
    "NewQuestion",
    "NewTier",
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
    "indent_node",
    "mark_of_contribution",
    "mark_of_edition",
    "mark_of_input",
    "mark_of_measure",
    "mark_of_node",
    "mark_of_parties",
    "mark_of_question",
    "mark_of_words",
    "move_node",
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
    "set_parties",
    "start_edition",
    "supersede",
    "take_back",
    "undo",
    "withdraw_edition",
    "write_node",
]
