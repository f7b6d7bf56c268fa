"""How each address is asked for. A new address needs a line here, by URL name."""

from dataclasses import replace

from samplan.front.home import digest
from samplan.front.privacy.addresses import token_of
from samplan.front.privacy.queries import kept_for_a_time

from .world import Case


def cases_of(w):
    """By URL name: one case, or several when the same address has several situations."""
    county = {"county": w.county.slug}
    demo = [Case(), Case(situation="demo", settings={"DEMO": True})]

    def here(**kwargs):
        return Case({**county, **kwargs})

    return {
        **_core(w),
        **_home(w, here, demo),
        **_accounts(w),
        **_people(w, here, demo),
        **_registers(w, here),
        **_terms(w, here),
        **_governance(w, here),
        **_deciding(w, here),
        **_plans(w, here),
        **_activities(w, here),
        **_delivery(w, here),
        **_rounds(w, here),
        **_followup(w, here),
        **_insight(w, here),
        **_privacy(w),
    }


def before(case):
    """The same address for what is not decided yet."""
    return replace(case, situation="before")


def _core(w):
    return {
        "core:security_txt": Case(settings={"SECURITY_CONTACT": "mailto:trygg@example.org"}),
        "core:robots_txt": Case(),
    }


def _home(w, here, demo):
    return {
        "home:front_door": Case(),
        "home:parts": demo,
        "home:post": demo,
        "home:start": here(),
        "home:search": here(),
        "home:calendar": here(),
        "home:open_start": Case(),
        "home:published": here(),
        "home:letters": here(),
        "home:letter": replace(here(), data={"brev": w.letter.pk}),
        "home:all_letters": Case(),
        "home:any_letter": Case(data={"brev": w.letter.pk}),
        "home:digest_settings": Case(),
        "home:digest_end": Case({"token": digest.unsubscribe_address(w.cast.contact).rstrip("/").rpartition("/")[2]}),
        "home:hand_over": here(),
        "home:open_again": replace(here(), data={"user": w.closed_user.pk}),
        "home:ownerless": here(),
    }


def _accounts(w):
    """Pages about a passkey or a sign-in are asked for with a number that is nobody's: what they show is the visitor's own."""
    own = "reauthenticate change_password set_password login logout inactive signup reset_password".split()
    done = "reset_password_done reset_password_from_key_done request_login_code confirm_login_code".split()
    steps = "index list_webauthn login_webauthn authenticate reauthenticate reauthenticate_webauthn".split()
    more = "activate_totp deactivate_totp add_webauthn view_recovery_codes generate_recovery_codes".split()
    return {
        "account": Case(),
        **{f"account_{name}": Case() for name in [*own, *done, "second_factor", "sessions_end"]},
        **{f"mfa_{name}": Case() for name in [*steps, *more]},
        **{f"mfa_{name}_webauthn": Case({"pk": 0}, situation="absent") for name in ("edit", "remove")},
        "account_session_end": Case({"pk": 0}, situation="absent"),
        "account_reset_password_from_key": Case({"uidb36": "1", "key": "abc-def"}),
        "openid_connect_login": Case({"provider_id": "finns-inte"}, situation="absent"),
        "openid_connect_callback": Case({"provider_id": "finns-inte"}, situation="absent"),
        "socialaccount_connections": Case(),
        "socialaccount_login_cancelled": Case(),
    }


def _people(w, here, demo):
    organisation = {"pk": w.cast.ekby.pk}
    return {
        "set_language": Case(),
        "people:theme": Case(),
        "people:demo_sign_in": demo[:1],
        "people:organisations": here(),
        "people:organisation": here(**organisation),
        "people:places": here(**organisation),
        "people:place_edit": here(**organisation, place=w.place.pk),
        "people:role_give": here(**organisation),
        "people:role_end": here(**organisation, role=w.role.pk),
        "people:organisation_history": here(**organisation),
        "people:readings": Case(),
        "people:unusual": Case(),
        "people:unusual_seen": Case({"pk": w.sighting.pk}),
        "people:welcome": Case(),
        "people:invitation": Case({"pk": w.invitation.pk, "secret": w.invitation_secret}),
        "people:consent": here(role=w.representative.pk),
        "people:own_consent": Case(),
        "people:invite": here(),
        "people:invite_read": here(),
        "people:invite_rows": here(),
        "people:invite_template": here(),
        "people:invite_faulty": here(),
        "people:invitations": here(),
        "people:invitation_resend": here(pk=w.invitation.pk),
        "people:invitation_revoke": here(pk=w.invitation.pk),
    }


def _registers(w, here):
    ekby, free, person = here(pk=w.cast.ekby.pk), here(pk=w.cast.association.pk), here(pk=w.person.pk)
    unit = here(pk=w.cast.ekby.pk, unit=w.unit.pk)
    position = here(pk=w.person.pk, position=w.position.pk)
    return {
        **{f"people:{name}": here() for name in ("organisation_new", "persons", "person_new")},
        **{f"people:organisation_{name}": free for name in ("edit", "end", "resume")},
        **{f"people:{name}": ekby for name in ("unit_new", "alias_add", "membership_add")},
        **{f"people:unit_{name}": unit for name in ("edit", "end", "resume")},
        "people:alias_remove": here(pk=w.cast.ekby.pk, alias=w.alias.pk),
        **{
            f"people:membership_{name}": here(pk=w.cast.region.pk, membership=w.membership.pk)
            for name in ("end", "remove")
        },
        **{f"people:{name}_new": ekby for name in ("former_name", "succession")},
        **{f"people:former_name_{name}": here(pk=w.cast.ekby.pk, name=w.former_name.pk) for name in ("edit", "remove")},
        **{
            f"people:succession_{name}": here(pk=w.cast.ekby.pk, succession=w.succession.pk)
            for name in ("edit", "remove")
        },
        **_levels(w),
        "people:level_read": here(pk=w.level.pk),
        **{
            f"people:{name}": person for name in ("person", "person_edit", "person_left", "person_back", "position_new")
        },
        **{f"people:position_{name}": position for name in ("edit", "remove")},
        **{f"people:register_{name}": here() for name in ("files", "xlsx", "csv")},
        "people:register_review": here(file=w.register_file.pk),
    }


def _levels(w):
    level = {"pk": w.level.pk}
    names = "edit end resume member_add name_new".split()
    return {
        **{f"people:{name}": Case() for name in ("levels", "level_new", "level_files", "level_xlsx", "level_csv")},
        "people:level": Case(level),
        **{f"people:level_{name}": Case(level) for name in names},
        **{f"people:level_member_{n}": Case({**level, "membership": w.membership.pk}) for n in ("end", "remove")},
        **{f"people:level_name_{name}": Case({**level, "name": w.level_name.pk}) for name in ("edit", "remove")},
        "people:level_review": Case({"file": 0}, situation="absent"),
    }


def _terms(w, here):
    of_list = "vocabulary vocabulary_edit term_new word_file word_xlsx word_csv".split()
    of_term = "term_edit term_end term_resume term_remove spelling_add".split()
    one, own = here(pk=w.term.pk), replace(here(pk=w.own_term.pk), situation="own")
    words = w.term.vocabulary_id
    own_list = replace(here(vocabulary=w.own_term.vocabulary_id), situation="own")
    first, second = w.national_lists
    national, national_list = Case({"pk": w.national_term.pk}), {"vocabulary": first.pk}
    return {
        **{f"terms:{name}": here() for name in ("words", "try_text", "vocabulary_new")},
        "terms:term": one,
        **{f"terms:{name}": [here(vocabulary=words), own_list] for name in of_list},
        **{f"terms:{name}": [one, own] for name in of_term},
        "terms:compare": here(vocabulary=words, other=first.pk),
        "terms:unmap": here(vocabulary=words, mapping=w.mapping.pk),
        "terms:word_review": here(vocabulary=words, file=w.word_file.pk),
        "terms:spelling_remove": here(pk=w.term.pk, spelling=w.spelling.pk),
        **{f"terms:national_{name}": Case() for name in ("words", "vocabulary_new")},
        **{f"terms:national_{name}": Case(national_list) for name in of_list},
        **{f"terms:national_{name}": national for name in ["term", *of_term]},
        "terms:national_compare": Case({**national_list, "other": second.pk}),
        "terms:national_unmap": Case({**national_list, "mapping": w.national_mapping.pk}),
        "terms:national_word_review": Case({**national_list, "file": 0}, situation="absent"),
        "terms:national_spelling_remove": Case({"pk": w.national_term.pk, "spelling": w.national_spelling.pk}),
    }


def _governance(w, here):
    body = here(pk=w.body.pk)
    return {
        **{f"governance:{name}": here() for name in ("bodies", "body_new")},
        **{f"governance:body{name}": body for name in ("", "_edit", "_end", "_resume", "_history")},
        "governance:alias_add": body,
        "governance:alias_remove": here(pk=w.body.pk, alias=w.body_alias.pk),
    }


def _deciding(w, here):
    reading, anchored = here(edition=w.edition.pk), here(edition=w.edition.pk, anchoring=w.anchoring.pk)
    one = here(edition=w.edition.pk, organisation=w.cast.ekby.pk)
    return {
        "plans:decisions": [reading, before(here(edition=w.draft_edition.pk))],
        "plans:decide": one,
        "plans:diary_number": one,
        "plans:withdraw_decision": here(edition=w.edition.pk, organisation=w.cast.ekby.pk, decision=w.decision.pk),
        **{f"plans:{name}": reading for name in ("anchoring", "add_anchoring", "bodies", "add_body_role")},
        **{f"plans:{name}_anchoring": anchored for name in ("edit", "remove")},
        "plans:end_body_role": here(edition=w.edition.pk, role=w.body_role.pk),
    }


def _plans(w, here):
    draft, node, question = (
        here(edition=w.draft_edition.pk),
        here(node=w.draft_node.pk),
        here(question=w.draft_question.pk),
    )
    reading = here(edition=w.edition.pk)
    changing = "facts parties state refer take_back adopt supersede add_node add_question add_measure".split()
    drafting = "draft draft_new draft_news tiers numbering".split()
    return {
        "plans:list": here(),
        **{f"plans:{name}": here() for name in ("word_template", "word_template_file", "drop_word_template")},
        "plans:words": reading,
        "plans:choose_words": draft,
        "plans:draft_deed": replace(draft, data={"gor": "angra"}),
        "plans:node_terms": node,
        "plans:new": here(),
        "plans:edition": [reading, before(draft)],
        **{f"plans:{name}": [reading, before(draft)] for name in ("document", "document_word", "document_pdf")},
        "plans:publish": reading,
        "plans:relations": [reading, before(draft)],
        **{f"plans:{name}": draft for name in ("add_relation", "sub_plan", "local_plan", "processes", "add_process")},
        **{f"plans:{n}_relation": here(edition=w.draft_edition.pk, relation=w.relation.pk) for n in ("edit", "remove")},
        **{f"plans:{n}_process": here(edition=w.draft_edition.pk, process=w.process.pk) for n in ("edit", "remove")},
        "plans:add_step": here(edition=w.draft_edition.pk, process=w.process.pk),
        **{f"plans:{n}_step": here(edition=w.draft_edition.pk, step=w.step.pk) for n in ("edit", "move", "remove")},
        **{f"plans:{name}": draft for name in ("visions", "give_words", "gaps", "add_gap")},
        **{
            f"plans:{n}": here(edition=w.draft_edition.pk, part=w.gap.pk) for n in ("edit_gap", "gap_found", "gap_deed")
        },
        **{f"plans:{name}_words": here(node=w.vision.pk) for name in ("suggest", "leave", "release")},
        "plans:vision_words": here(node=w.vision.pk),
        **{f"plans:{name}": here(suggestion=w.suggestion.pk) for name in ("suggestion", "withdraw_suggestion")},
        **{f"plans:{name}": draft for name in ("evaluations", "add_evaluation")},
        **{
            f"plans:{name}": here(edition=w.draft_edition.pk, evaluation=w.evaluation.pk)
            for name in ("evaluation", "edit_evaluation", "remove_evaluation", "add_finding")
        },
        **{
            f"plans:{name}": here(edition=w.draft_edition.pk, finding=w.finding.pk)
            for name in ("edit_finding", "answer_finding")
        },
        "plans:finding_deed": replace(here(edition=w.draft_edition.pk, finding=w.finding.pk), data={"gor": "upp"}),
        "plans:referrals": draft,
        "plans:new_referral": draft,
        **{f"plans:{n}": here(referral=w.draft_referral.pk) for n in ("change_referral", "referral_audience")},
        **{f"plans:{n}": here(referral=w.draft_referral.pk) for n in ("referral_preview", "drop_referral")},
        **{f"plans:{n}": here(referral=w.referral.pk) for n in ("referral", "tell_replies")},
        **{f"plans:referral_{n}": here(referral=w.referral.pk) for n in ("word", "pdf", "xlsx")},
        "plans:reply": here(referral=w.referral.pk, answer=w.opinion.pk),
        "plans:compare": [reading, before(draft)],
        "plans:on_day": [reading, before(draft)],
        **{f"plans:{name}": [reading, before(draft)] for name in ("published", "published_word", "published_pdf")},
        "plans:history": reading,
        "plans:history_csv": reading,
        "plans:node": [here(node=w.node.pk), before(here(node=w.draft_node.pk))],
        "plans:node_history": here(node=w.node.pk),
        "plans:contacts": reading,
        "plans:contacts_copy": reading,
        "plans:contacts_of": here(edition=w.edition.pk, organisation=w.cast.ekby.pk),
        **{f"plans:{name}": draft for name in changing},
        **{f"plans:{name}": draft for name in drafting},
        **{f"plans:{name}": node for name in ("draft_words", "split_node", "join_nodes")},
        **{f"plans:{name}_node": node for name in ("edit", "move", "remove")},
        **{f"plans:{name}_question": question for name in ("edit", "remove")},
        **{f"plans:{name}_measure": here(measure=w.draft_measure.pk) for name in ("edit", "remove")},
        "plans:add_contribution": node,
        **{f"plans:{name}_contribution": here(contribution=w.draft_contribution.pk) for name in ("edit", "remove")},
        "plans:add_input": draft,
        **{f"plans:{name}_input": here(input=w.draft_input.pk) for name in ("edit", "remove")},
    }


def _activities(w, here):
    one, imported = here(activity=w.activity.pk), here(pk=w.import_draft.pk)
    taken = here(activity=w.activity.pk)
    taken.situation = "taken"
    return {
        **{f"activities:{name}": here() for name in ("list", "export", "new", "import_upload", "ownerless")},
        **{f"activities:{name}": one for name in ("detail", "edit", "report", "state", "owner", "history")},
        **{f"activities:{name}": here() for name in ("export_csv", "quality", "quality_settings")},
        **{f"activities:{name}": here() for name in ("saved_views", "save_view")},
        **{f"activities:{name}_view": here(saved=w.saved_view.pk) for name in ("rename", "remove")},
        "activities:ask": here(activity=w.free_activity.pk),
        **{f"activities:{name}": here(asking=w.asking.pk) for name in ("asking", "withdraw_asking")},
        "activities:assess": one,
        **{f"activities:{name}": here() for name in ("points", "new_point", "usual_points", "obstacles")},
        **{f"activities:{name}": here(point=w.point.pk) for name in ("point", "change_point", "remove_point")},
        **{
            f"activities:{name}": here(activity=w.activity.pk, update=w.update.pk)
            for name in ("change_report", "remove_report")
        },
        "activities:new_volume": one,
        **{
            f"activities:{name}": here(activity=w.activity.pk, volume=w.volume.pk)
            for name in ("volume", "remove_volume")
        },
        **{f"activities:{name}": one for name in ("cycle_of_activity", "mark_activity")},
        **{f"activities:{name}": here(node=w.node.pk) for name in ("cycle_of_node", "mark_node")},
        **{f"activities:{name}": here(edition=w.edition.pk) for name in ("cycle_of_edition", "mark_edition")},
        "activities:cycle_take_back_activity": here(activity=w.activity.pk, mark=w.cycle_mark.pk),
        "activities:cycle_take_back": here(mark=w.node_mark.pk),
        **{f"activities:{name}": one for name in ("parties", "add_post", "documents", "add_document")},
        **{f"activities:{name}": one for name in ("nominate", "take_back_nomination")},
        "activities:ideas": here(),
        **{
            f"activities:{name}": here(activity=w.activity.pk, document=w.paper.pk)
            for name in ("document_file", "remove_document")
        },
        "activities:add_party": here(activity=w.activity.pk, role="betalar"),
        **{
            f"activities:{name}": here(activity=w.activity.pk, actor=w.party.pk)
            for name in ("party", "party_leaves", "remove_party")
        },
        **{f"activities:{name}": here(activity=w.activity.pk, post=w.post.pk) for name in ("post", "remove_post")},
        **{f"activities:{name}": one for name in ("merge", "split", "take_back", "sub_activities", "rescope")},
        "activities:perspectives": here(edition=w.edition.pk),
        "activities:ages": here(edition=w.edition.pk),
        "activities:take_on": [here(activity=w.free_activity.pk), taken],
        **{f"activities:import_{name}": imported for name in ("review", "save", "drop")},
        "activities:take_up": one,
        **{f"activities:{name}": here(adoption=w.adoption.pk) for name in ("adoption", "adoption_state")},
        "activities:next_edition": here(edition=w.edition.pk),
        "activities:theory": [here(edition=w.edition.pk), before(here(edition=w.draft_edition.pk))],
        "activities:next_edition_activities": here(edition=w.next_edition.pk),
        **{f"activities:exchange{name}": here(edition=w.edition.pk) for name in ("", "_xlsx", "_csv")},
        "activities:exchange_review": here(edition=w.edition.pk, file=w.activity_file.pk),
    }


def _delivery(w, here):
    one = here(activity=w.activity.pk)
    return {
        "delivery:page": one,
        "delivery:milestone_new": one,
        **{f"delivery:{name}": here() for name in ("guides", "guide_new")},
        **{f"delivery:guide{name}": here(guide=w.guide.pk) for name in ("", "_edit", "_end")},
        **{f"delivery:{name}": one for name in ("guide_begin", "criteria_edit", "criteria_xlsx", "site_new")},
        **{f"delivery:guide_{name}": here(activity=w.activity.pk, use=w.guide_use.pk) for name in ("follow", "stop")},
        **{
            f"delivery:site_{name}": here(activity=w.activity.pk, site=w.site.pk) for name in ("edit", "remove", "look")
        },
        **{
            f"delivery:milestone_{name}": here(activity=w.activity.pk, milestone=w.milestone.pk)
            for name in ("edit", "done", "deed")
        },
        "delivery:evaluation_new": one,
        **{
            f"delivery:evaluation_{name}": here(activity=w.activity.pk, question=w.evaluation.pk)
            for name in ("edit", "remove", "answer")
        },
        "delivery:messages_xlsx": one,
        "delivery:message_new": one,
        **{
            f"delivery:message_{name}": here(activity=w.activity.pk, message=w.message.pk)
            for name in ("edit", "remove", "told", "take_back")
        },
        "delivery:final_reports": here(),
        **{
            f"delivery:final_report{name}": here(activity=w.ended.pk)
            for name in ("", "_write", "_deed", "_approve", "_give_back")
        },
    }


def _rounds(w, here):
    asked = Case({"pk": w.asked.pk})
    link, secret = w.links["link_answer"]
    before = here(round_pk=w.open.pk, pk=w.asked.pk)
    before.situation = "before"
    names = "answer present later helper hand_over review take_back approve send_back confirm".split()
    return {
        "rounds:link": Case({"pk": link.pk, "secret": secret}),
        **{f"rounds:{name}": asked for name in names},
        "rounds:save": Case({"pk": w.asked.pk}, data={"question": w.asked_question.pk, "choice": "yes"}),
        "rounds:section": Case({"pk": w.asked.pk, "number": 1}),
        "rounds:end_helper": Case({"pk": w.asked.pk, "helper_pk": w.helper.pk}),
        "rounds:mine": here(),
        "rounds:response": [here(round_pk=w.closed.pk, pk=w.handed_in.pk), before],
    }


def _followup(w, here):
    opened, draft = here(pk=w.open.pk), here(pk=w.draft_round.pk)
    asked = here(pk=w.open.pk, request_id=w.asked.pk)
    columns = here(file_id=w.table.pk)
    columns.query = f"plan={w.edition.pk}&ar={w.open.year - 5}&dag={w.open.opens_on.isoformat()}"
    return {
        **{f"followup:{name}": here() for name in ("list", "new", "import_earlier")},
        "followup:import_columns": columns,
        **{f"followup:{name}": opened for name in ("round", "remind", "extend", "close", "status", "history")},
        **{f"followup:{name}": draft for name in ("questions", "audience", "times", "preview", "drop")},
        "followup:drop_imported": here(pk=w.imported.pk),
        **{f"followup:{name}": asked for name in ("contact", "reopen", "behalf")},
        "followup:export": here(pk=w.closed.pk, form="csv"),
    }


def _insight(w, here):
    compiled, question = here(pk=w.closed.pk), here(pk=w.closed.pk, question=w.compiled_question.pk)
    approved, draft = here(pk=w.report.pk), here(pk=w.draft_report.pk)
    return {
        "analysis:list": here(),
        **{f"analysis:{name}": compiled for name in ("round", "workbook")},
        **{f"analysis:{name}": question for name in ("question", "to_report", "confirm")},
        "reports:list": here(),
        "reports:publish": approved,
        **{f"reports:{name}": [approved, before(draft)] for name in ("published", "published_pdf")},
        "reports:for_round": here(round_id=w.closed.pk),
        **{f"reports:{name}": [approved, before(draft)] for name in ("detail", "word", "pdf")},
        **{f"reports:{name}": approved for name in ("correct", "history")},
        "reports:write": here(pk=w.draft_report.pk, part="summary"),
        **{f"reports:{name}": draft for name in ("edit", "approve")},
    }


def _privacy(w):
    someone, linked = Case({"person": w.cast.contact.pk}), token_of("hjalp@example.org")
    return {
        **{f"privacy:{name}": Case() for name in ("my_data", "people", "keeping", "record", "controller", "erasures")},
        "privacy:my_file": Case({"kind": "json"}),
        "privacy:record_file": Case({"kind": "xlsx"}),
        **{f"privacy:{name}": someone for name in ("person", "correct", "erase")},
        "privacy:person_file": Case({"person": w.cast.contact.pk, "kind": "json"}),
        **{f"privacy:{name}": Case({"token": linked}) for name in ("address", "erase_address")},
        "privacy:address_file": Case({"token": linked, "kind": "json"}),
        "privacy:proposal": Case({"pk": 0}, situation="absent"),
        "privacy:time": Case({"key": kept_for_a_time()[0].offer.key}),
    }
