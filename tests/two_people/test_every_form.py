"""Every view that takes a form either carries the version it started from, or stands here with the reason why it need not."""

import ast

from django.conf import settings

CODE = settings.BASE_DIR / "samplan"

MAKES = "makes something new, and overwrites nothing"
DEED = "one deed, not a text: the action holds the row and refuses what has already been done"
OWN = "a person's own choice, that nobody else writes"

NEED_NOT = {
    "people.accepting.invitation": DEED,
    "people.account.theme": OWN,
    "people.account.demo_sign_in": OWN,
    "people.consents.own_consent": OWN,
    "people.consents.consent": DEED,
    "people.exchange.files_page": MAKES,
    "people.invitations.invite_page": MAKES,
    "people.invitations.invite_read": MAKES,
    "people.invitations.invite_rows": MAKES,
    "people.invitations.invitation_resend": DEED,
    "people.invitations.invitation_revoke": DEED,
    "people.my_account.session_end": OWN,
    "people.my_account.sessions_end": OWN,
    "people.organisations.role_give": MAKES,
    "people.organisations.role_end": DEED,
    "people.organisations.organisation_new": MAKES,
    "people.organisations.organisation_end": DEED,
    "people.organisations.organisation_resume": DEED,
    "people.persons.person_new": MAKES,
    "people.persons.person_left": DEED,
    "people.persons.person_back": DEED,
    "people.persons.position_new": MAKES,
    "people.persons.position_remove": DEED,
    "people.unusual.unusual_seen": DEED,
    "people.places.places": MAKES,
    "people.units.unit_new": MAKES,
    "people.units.unit_end": DEED,
    "people.units.unit_resume": DEED,
    "people.units.alias_add": MAKES,
    "people.units.alias_remove": DEED,
    "people.units.membership_add": MAKES,
    "people.units.membership_end": DEED,
    "people.corrections.add_name": MAKES,
    "people.corrections.remove_name": DEED,
    "people.corrections.succession_new": MAKES,
    "people.corrections.succession_remove": DEED,
    "people.corrections.remove_membership": DEED,
    "people.levels.level_new": MAKES,
    "people.levels.level_end": DEED,
    "people.levels.level_resume": DEED,
    "people.levels.level_member_add": MAKES,
    "people.levels.level_member_end": DEED,
    "terms.reading.try_text": "keeps nothing of the text",
    "terms.keeping.vocabulary_new": MAKES,
    "terms.keeping.term_new": MAKES,
    "terms.keeping.term_end": DEED,
    "terms.keeping.term_resume": DEED,
    "terms.keeping.term_remove": "refused when anything leans on it; what it said is kept in the history",
    "terms.keeping.spelling_add": MAKES,
    "terms.keeping.spelling_remove": DEED,
    "terms.comparing.compare": MAKES,
    "terms.comparing.unmap": DEED,
    "terms.files.word_file": MAKES,
    "governance.bodies.body_new": MAKES,
    "governance.bodies.body_end": DEED,
    "governance.bodies.body_resume": DEED,
    "governance.bodies.alias_add": MAKES,
    "governance.bodies.alias_remove": DEED,
    "home.digest_views.settings_page": OWN,
    "home.digest_views.end": OWN,
    "home.letter_views.act": DEED,
    "home.letter_views.act_any": DEED,
    "privacy.keeping.keeping": DEED,
    "privacy.people.erase": DEED,
    "privacy.addresses.erase_address": DEED,
    "analysis.to_report": DEED,
    "analysis.confirm": DEED,
    "delivery.ending.approve": "what is approved is what was read: its mark comes with the form",
    "delivery.ending.give_back": "what is given back is what was read: its mark comes with the form",
    "delivery.evaluating.new": MAKES,
    "delivery.evaluating.remove": "refused when it is answered; what it said is kept in the history",
    "delivery.telling.new": MAKES,
    "delivery.telling.told": "said once: the second is refused",
    "delivery.telling.take_back": DEED,
    "delivery.telling.remove": "refused when it is told or dropped; what it said is kept in the history",
    "delivery.milestones.new": MAKES,
    "delivery.milestones.done": "said once: the second is refused",
    "delivery.milestones.deed": DEED,
    "followup.chasing.remind": MAKES,
    "followup.chasing.extend": DEED,
    "followup.chasing.close": DEED,
    "followup.chasing.reopen": DEED,
    "followup.importing.upload": MAKES,
    "followup.importing.columns": MAKES,
    "followup.importing.drop": DEED,
    "followup.preparing.new": MAKES,
    "followup.preparing.preview": DEED,
    "followup.preparing.drop": DEED,
    "reports.for_round": MAKES,
    "reports.approve": DEED,
    "reports.correct": MAKES,
    "activities.adopting.take_up": MAKES,
    "activities.adopting.state": "a new dated row; what it follows is checked while the row is held",
    "activities.asking.ask": MAKES,
    "activities.saved_views.save_view": MAKES,
    "activities.saved_views.remove_view": DEED,
    "activities.cycle.mark_activity": "a new dated row; what it follows is checked while the subject is held",
    "activities.cycle.mark_node": "a new dated row; what it follows is checked while the subject is held",
    "activities.cycle.mark_edition": "a new dated row; what it follows is checked while the subject is held",
    "activities.cycle.take_back_activity": DEED,
    "activities.cycle.take_back": DEED,
    "activities.becoming.merge": "what somebody has joined or divided meanwhile is refused while all are held",
    "activities.becoming.split": "what somebody has joined or divided meanwhile is refused while all are held",
    "activities.becoming.take_back": DEED,
    "activities.becoming.sub_activities": "only what was shown changes; what another programme took meanwhile is refused",
    "activities.becoming.rescope": MAKES,
    "activities.asking.asking": "answered once: the second answer is refused",
    "activities.asking.withdraw_asking": DEED,
    "activities.handing.ownerless": "what somebody has taken on meanwhile is left with them, and told of",
    "activities.editing.new": MAKES,
    "activities.reporting.report": MAKES,
    "activities.reporting.remove": DEED,
    "activities.reporting.volume": "a line is put in the place of one that is as it was seen; another is refused",
    "activities.reporting.remove_volume": DEED,
    "activities.points.new": MAKES,
    "activities.points.usual": "only days that the county lacks are added",
    "activities.points.remove": DEED,
    "activities.editing.state": "a new dated row; what it follows is checked while the row is held",
    "activities.editing.take_on": "the second is refused",
    "activities.parties.add": MAKES,
    "activities.parties.leave": "who has left already is refused",
    "activities.parties.remove": DEED,
    "activities.parties.add_post": MAKES,
    "activities.parties.remove_post": DEED,
    "activities.papers.add": MAKES,
    "activities.papers.remove": DEED,
    "activities.ideas.nominate": "once each: the second is refused",
    "activities.ideas.take_back": DEED,
    "activities.exchange.exchange": MAKES,
    "activities.importing.upload": MAKES,
    "activities.importing.drop": DEED,
    "activities.importing.save": MAKES,
    "activities.next_edition.choose": "each row carries its own mark: what somebody else chose meanwhile is left, and told of",
    "activities.next_edition.start": MAKES,
    "plans.anchoring.add": MAKES,
    "plans.anchoring.remove": "what it said is kept in the history",
    "plans.bodies.add": MAKES,
    "plans.bodies.end": DEED,
    "plans.contacts.contacts_copy": MAKES,
    "plans.deciding.decide": "a second decision of the same board on the same day is refused",
    "plans.deciding.withdraw": DEED,
    "plans.drafting.draft_deed": DEED,
    "plans.drafting.draft_new": MAKES,
    "plans.levels.numbering": DEED,
    "plans.editing.add_node": MAKES,
    "plans.editing.move_node": "changes place with the neighbour of the moment, and says so",
    "plans.editing.remove_node": "refused when anything hangs on it; what it said is kept in the history",
    "plans.editing.add_question": MAKES,
    "plans.editing.remove_question": "refused when it has been asked; what it said is kept in the history",
    "plans.measuring.add": MAKES,
    "plans.contributing.add": MAKES,
    "plans.contributing.remove": "what it said is kept in the history",
    "plans.contributing.add_input": MAKES,
    "plans.contributing.remove_input": "what it said is kept in the history",
    "plans.measuring.remove": "what it said is kept in the history",
    "plans.editions.new": MAKES,
    "plans.standing.refer": DEED,
    "plans.standing.take_back": DEED,
    "plans.standing.adopt": DEED,
    "plans.standing.supersede": DEED,
    "plans.publishing.publish": DEED,
    "plans.referral.new": MAKES,
    "plans.referral.drop": DEED,
    "plans.replies.tell": DEED,
    "plans.processes.add": MAKES,
    "plans.processes.add_step": MAKES,
    "plans.processes.move_step": "changes place with the neighbour of the moment, and says so",
    "plans.processes.remove": "what it said is kept in the history",
    "plans.processes.remove_step": "what it said is kept in the history",
    "plans.evaluating.add": MAKES,
    "plans.evaluating.remove": DEED,
    "plans.evaluating.add_finding": MAKES,
    "plans.evaluating.finding_deed": DEED,
    "plans.evaluating.answer": MAKES,
    "plans.own_template.template": "the one before is kept; which one is used, and who took it in, stands on the page",
    "plans.own_template.drop": DEED,
    "plans.gaps.add": MAKES,
    "plans.gaps.found": DEED,
    "plans.gaps.deed": DEED,
    "plans.visions.give_words": MAKES,
    "plans.visions.leave_words": DEED,
    "plans.visions.release_words": DEED,
    "plans.visions.suggest_words": MAKES,
    "plans.visions.withdraw_suggestion": DEED,
    "plans.relations.add": MAKES,
    "plans.relations.remove": "what it said is kept in the history",
    "plans.relations.local_plan": MAKES,
    "plans.relations.sub_plan": MAKES,
    "reports.open_views.publish": DEED,
    "rounds.answering.section": "each of its questions is: _save_block",
    "rounds.colleagues.helper": MAKES,
    "rounds.colleagues.end_helper": DEED,
    "rounds.colleagues.hand_over": DEED,
    "rounds.confirming.confirm": DEED,
    "rounds.links.link": DEED,
    "rounds.reviewing.review": DEED,
    "rounds.reviewing.take_back": DEED,
    "rounds.signing.approve": DEED,
    "rounds.signing.send_back": DEED,
}


def takes_a_form(function):
    """It looks at what is posted, or is for posting only."""
    return any(
        (isinstance(one, ast.Attribute) and one.attr == "POST")
        or (isinstance(one, ast.Constant) and one.value == "POST")
        or (isinstance(one, ast.Name) and one.id == "require_POST")
        for one in ast.walk(function)
    )


def carries_a_version(function):
    words = ast.unparse(function)
    return "merging.seen(" in words or "'seen'" in words or "revision=" in words or "merging.posted(" in words


def views():
    for path in sorted(CODE.rglob("*views*")):
        for module in sorted(path.rglob("*.py")) if path.is_dir() else [path] * (path.suffix == ".py"):
            parts = [part for part in module.relative_to(CODE).with_suffix("").parts[1:] if part != "views"]
            for function in ast.parse(module.read_text()).body:
                if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                    yield ".".join([*parts, function.name]), function


def test_every_form_carries_the_version_it_started_from_or_says_why_not():
    """Found when written: parties, owners and the three steps of a round overwrote what somebody had saved meanwhile."""
    taking = {name: carries_a_version(function) for name, function in views() if takes_a_form(function)}
    assert len(taking) > 60
    assert sorted(name for name, carries in taking.items() if not carries and name not in NEED_NOT) == []


def test_no_reason_stands_for_a_form_that_is_gone_or_carries_a_version():
    taking = {name: carries_a_version(function) for name, function in views() if takes_a_form(function)}
    assert [name for name in NEED_NOT if taking.get(name, True)] == []
