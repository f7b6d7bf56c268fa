"""One world with two counties, and in the first of them something real behind every address."""

import datetime
import io
import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from samplan.foundation.core.dates import today
from samplan.foundation.files import store
from samplan.foundation.outbox.models import Mail
from samplan.foundation.people import visitors
from samplan.foundation.people.actions import corrections, memberships, persons, places, registers
from samplan.foundation.people.actions.invitations import Invitee, invite
from samplan.foundation.people.models import Organisation, Role, Sighting, User
from samplan.foundation.people.queries.unusual import this_hour
from samplan.foundation.terms import actions as terms
from samplan.insight.analysis.actions import save_analysis
from samplan.insight.followup import actions as followup
from samplan.insight.followup import queries as followup_queries
from samplan.insight.reports import actions as reports
from samplan.work.activities.actions import NewActivity, create_activity, papers, parties
from samplan.work.activities.actions.adopting import take_up
from samplan.work.activities.actions.asking import ask
from samplan.work.activities.actions.cycle import mark
from samplan.work.activities.actions.points import add_points
from samplan.work.activities.actions.reporting import Count, add_update, keep_count
from samplan.work.activities.actions.saved_views import save_view
from samplan.work.activities.models import ImportDraft
from samplan.work.delivery.actions import ending
from samplan.work.delivery.actions.criteria import add_site
from samplan.work.delivery.actions.evaluating import ask_question
from samplan.work.delivery.actions.guides import add_guide, begin
from samplan.work.delivery.actions.milestones import add_milestone
from samplan.work.delivery.actions.telling import add_message
from samplan.work.governance import actions as governance
from samplan.work.plans import actions as plans
from samplan.work.plans.actions.evaluating import add_evaluation, add_finding
from samplan.work.plans.actions.gaps import add_missing
from samplan.work.plans.actions.own_template import use_template
from samplan.work.plans.actions.processes import add_process
from samplan.work.plans.actions.relations import add_relation, create_plan_under
from samplan.work.plans.models import Node, Party, VisionOwner
from samplan.work.plans.recognition import read, recognise
from samplan.work.plans.tests.making import make_plan
from samplan.work.plans.tests.referral_making import hand_in, prepare, send
from samplan.work.questionnaires.models import Question
from samplan.work.rounds import actions as rounds
from samplan.work.rounds import links
from samplan.work.rounds.models import Link, Request

PAPER = "Plan för skolhälsa\n\n1 Kunskap\n\n1.1 Kunskap för personal\n\n- Kurser i samtal (Ekby kommun)\n"
TABLE = "Organisation;Fråga\nEkby kommun;Ja\n"


@dataclass
class Case:
    """One way to ask for an address: its arguments, and what is so at that moment."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    situation: str = ""
    query: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)  # what is posted; as a rule nothing


def build(cast):
    """Everything made through the rooms' actions, in the first county."""
    w = SimpleNamespace(cast=cast, county=cast.norr, by=cast.coordinator)
    _governance(w)
    _plans(w)
    _activities(w)
    _delivery(w)
    _rounds(w)
    _reports(w)
    _people(w)
    _registers(w)
    _terms(w)
    return w


def _governance(w):
    w.body = governance.add_body(
        county=w.county, name="Socialnämnden", short_name="", kind="board", organisation=w.cast.ekby, parent=None,
        is_deciding=True, purpose="", valid_from=None, by=w.by,
    )  # fmt: skip
    w.body_alias = governance.add_alias(body=w.body, text="SN", by=w.by)


def _plans(w):
    made = make_plan(w.cast, title="Antagen plan för hälsa")
    w.edition, w.node = made.edition, made.nodes_by_ref["s11"]
    w.question = w.edition.questions.first()
    for organisation in (w.cast.ekby, w.cast.alby):
        Party.objects.create(plan=w.edition.plan, organisation=organisation, role=Party.Role.PARTY)
    plans.adopt(edition=w.edition, on=today(), reason="Styrgruppen", replaces=False, by=w.by)
    plans.publish_edition(edition=w.edition, decided_by="Styrgruppen", by=w.by)
    _deciding(w)
    draft = make_plan(w.cast, title="Hemligt planutkast")
    w.draft_edition = draft.edition
    Party.objects.create(plan=draft.edition.plan, organisation=w.cast.ekby, role=Party.Role.CO_OWNER)
    tie = {
        "kind": "follows",
        "to_kind": "law",
        "to_plan": None,
        "title": "Lagen",
        "publisher": "",
        "url": "",
        "note": "",
    }
    w.local_plan = create_plan_under(
        parent=draft.edition.plan,
        title="Lokalt",
        organisation=w.cast.ekby,
        valid_from=None,
        valid_to=None,
        tiers=(),
        by=w.by,
    ).plan
    w.relation = add_relation(plan=draft.edition.plan, valid_from=None, valid_to=None, by=w.by, **tie)
    w.process = add_process(plan=draft.edition.plan, title="Vägen", text="", by=w.by)
    w.step = w.process.steps.create(position=1, title="Steg")
    w.draft_node = Node.objects.filter(edition=draft.edition).exclude(parent=None).last()
    w.draft_question = draft.edition.questions.first()
    w.draft_measure = draft.edition.measures.first()
    source, target = draft.nodes_by_ref["s11"], draft.nodes_by_ref["v1"]
    w.draft_contribution = plans.add_contribution(source=source, target=target, evidence="", by=w.by)
    w.vision = target
    blank = io.BytesIO()
    docx.Document().save(blank)
    use_template(county=w.county, data=blank.getvalue(), name="mall.docx", by=w.by)
    w.evaluation = add_evaluation(
        edition=draft.edition, title="Hemlig utvärdering", on=today(), by_whom="Rådet", basis="", url="", by=w.by
    )
    w.finding = add_finding(evaluation=w.evaluation, text="Hemlig slutsats", basis="", node=source, by=w.by)
    w.gap = add_missing(edition=draft.edition, kind="annex", title="Hemlig bilaga", where="", node=source, by=w.by)
    VisionOwner.objects.create(node=target, organisation=w.cast.ekby)
    w.suggestion = plans.suggest_words(node=target, title="Hemligt förslag", text="", reason="", by=w.by)
    facts = {"kind": "money", "title": "Hemlig resurs", "kronor": 1000, "percent": None, "nodes": [source]}
    w.draft_input = plans.add_input(edition=draft.edition, by=w.by, **facts)
    w.referral = send(w.cast, prepare(w.cast, draft.edition, [w.cast.ekby, w.cast.alby], title="Remiss av utkastet"))
    w.opinion = hand_in(w.referral, w.cast.alby, {"1": "Skriv om barn."}).response.answers.get()
    w.draft_referral = prepare(w.cast, draft.edition, [w.cast.ekby], title="Nästa remiss")
    w.next_edition = plans.start_edition(
        predecessor=w.edition, title="Nästa plan", valid_from=None, valid_to=None, by=w.by
    ).edition


def _deciding(w):
    facts = {"edition": w.edition, "body": w.body, "by": w.by}
    w.decision = plans.write_decision(
        organisation=w.cast.ekby, on=today(), outcome="approved", reference="§ 1", note="", **facts
    )
    w.anchoring = plans.write_anchoring(kind="discussed", planned_on=today(), held_on=None, note="", **facts)
    w.body_role = plans.give_body_role(node=w.node, kind="owns", **facts)


def _activities(w):
    def make(title, owner=None):
        activity = NewActivity(title=title, node_ids=[w.node.pk], owner=owner)
        return create_activity(county=w.county, edition=w.edition, activity=activity, by=w.by)

    w.activity = make("Föräldrakurs i Ekby", w.cast.ekby)
    w.adoption = take_up(activity=w.activity, plan=w.local_plan, text="", state="idea", on=today(), reason="", by=w.by)
    w.party = parties.add_party(activity=w.activity, role="funder", text="Pengar", by=w.by)
    w.post = parties.add_post(activity=w.activity, title="Samordnare", shares=[], by=w.by)
    sent = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 hemligt", "application/pdf")
    w.paper = papers.add_paper(activity=w.activity, title="Projektplan", on=today(), file=sent, by=w.by)
    shared = {"query": "visa=stilla", "shared": True, "by": w.by}
    w.saved_view = save_view(county=w.county, name="Länets hemliga urval", **shared)
    w.free_activity = make("Aktivitet som ingen har")
    (w.point,) = add_points(county=w.county, points=[("Maj 2026", datetime.date(2026, 5, 31))], by=w.by)
    told = {"on": today(), "result": "Hemligt resultat", "obstacles": "Personalbrist"}
    w.update = add_update(activity=w.activity, by=w.by, **told)
    count = Count("Besökare", 40, 40, datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    w.volume = keep_count(activity=w.activity, given=count, by=w.by)
    step = {"phase": "map", "evidence": "En enkät", "on": today(), "by": w.by}
    w.cycle_mark, w.node_mark = mark(subject=w.activity, **step), mark(subject=w.node, **step)
    asked = {"organisations": [w.cast.ekby], "unit": "", "message": "Hemlig fråga", "by": w.by}
    (w.asking,) = ask(activity=make("Aktivitet som någon är frågad om"), **asked)
    document = read(PAPER.encode(), "plan.txt")
    data = PAPER.encode()
    w.import_draft = ImportDraft.objects.create(
        county=w.county,
        file=store.keep(data=data, name="plan.txt", content_type="text/plain", by_id=w.by.pk),
        proposal=recognise(document).to_dict(),
        lines=[line.text for line in document.lines],
        created_by_id=w.by.pk,
        created_by_name=w.by.name,
    )


def _delivery(w):
    """What the delivery room's addresses are about, of w.activity."""
    planned = {"kind": "milestone", "title": "Första kursen hållen", "text": "", "due": today()}
    w.milestone = add_milestone(activity=w.activity, by=w.by, **planned)
    wanted = {"text": "Blev väntan kortare?", "due": today(), "organisation": w.cast.ekby, "who": ""}
    w.evaluation = ask_question(activity=w.activity, by=w.by, **wanted)
    told = {"audience": "Skolans chefer", "text": "Kursen börjar", "channel": "Brev", "on": today(), "who": ""}
    w.message = add_message(activity=w.activity, organisation=w.cast.ekby, by=w.by, **told)

    steps = [("Förbered", ["Utse ansvarig"])]
    facts = {"title": "Införa något", "text": "", "source": "", "steps": steps}
    w.guide = add_guide(county=w.county, by=w.by, **facts)
    (w.guide_use,) = begin(guide=w.guide, activity=w.activity, organisations=[w.cast.ekby], by=w.by)
    w.site = add_site(activity=w.activity, organisation=w.cast.ekby, name="Norra mottagningen", by=w.by)

    def make_ended(title):
        activity = NewActivity(title=title, kind="project", state="ended", owner=w.cast.ekby)
        return create_activity(county=w.county, edition=w.edition, activity=activity, by=w.by)

    make_ended("Avslutat utan slutrapport")
    w.ended = make_ended("Avslutat med slutrapport")
    texts = dict.fromkeys(ending.final_reports.PARTS, "Skrivet")
    report = ending.save_report(activity=w.ended, seen=ending.mark_of_report(None), by=w.by, **texts)
    ending.hand_in(activity=w.ended, seen=ending.mark_of_report(report), by=w.by)


def _round(w, title, year, **dates):
    organisations = followup_queries.suggested(w.edition, None)
    round = followup.prepare_round(
        edition=w.edition, title=title, year=year, organisations=organisations, by=w.by, **dates
    )
    round.requests.filter(contact_email="").update(fallback_email="registrator@example.org")
    return round, {r.organisation_id: r for r in Request.objects.filter(round=round).select_related("round__county")}


def _answers(request, text):
    questions = Question.objects.filter(section__form=request.response.form_id)
    return {q.pk: ("yes" if q.is_scale else "", text) for q in questions}


def _rounds(w):
    day, days = today(), datetime.timedelta
    span = {"opens_on": day - days(40), "closes_on": day + days(20)}
    w.imported, asked = _round(w, "Inläst omgång", day.year - 2, **span)
    for request in asked.values():
        rounds.enter_imported(request=request, source_date=day, answers=_answers(request, "Inläst."), by=w.by)
    w.closed, asked = _round(w, "Avslutad omgång", day.year - 1, **span)
    rounds.open_round(round=w.closed, by=w.by)
    w.handed_in = asked[w.cast.ekby.pk]
    rounds.enter_on_behalf(
        request=w.handed_in, source="phone", source_date=day, answers=_answers(w.handed_in, "Vi är igång."), by=w.by
    )
    rounds.confirm_on_behalf(request=w.handed_in, by=w.cast.contact)
    rounds.close_round(round=w.closed, by=w.by)
    w.open, asked = _round(w, "Pågående omgång", day.year, **span)
    rounds.open_round(round=w.open, by=w.by)
    w.asked = asked[w.cast.ekby.pk]
    w.asked_question = Question.objects.filter(section__form=w.open.form_id, kind="scale").first()
    w.helper = rounds.ask_helper(request=w.asked, name="Hjälp Prov", email="hjalp@example.org", by=w.cast.contact)
    w.draft_round, _asked = _round(w, "Hemligt omgångsutkast", day.year, **span)
    w.links = {
        f"link_{purpose}": links.issue(w.asked, purpose, name="Prov Person", email=email)
        for purpose, email in (
            (Link.Purpose.ANSWER, w.cast.contact.email),
            (Link.Purpose.HELP, "hjalp@example.org"),
            (Link.Purpose.APPROVE, w.cast.manager.email),
            (Link.Purpose.CONFIRM, w.cast.contact.email),
        )
    }
    w.table = store.keep(data=TABLE.encode(), name="svar.csv", content_type="text/csv", by_id=w.by.pk)


def _reports(w):
    w.compiled_question = Question.objects.filter(section__form=w.closed.form_id, kind="scale").first()
    save_analysis(
        round=w.closed, question=w.compiled_question, text="Vår läsning.", data_version="", revision=0, by=w.by
    )
    w.report = reports.start_report(round=w.closed, by=w.by)
    reports.edit_report(report=w.report, title="Godkänd årsrapport", sender="Länet", diary_number="", by=w.by)
    reports.approve_report(report=w.report, by=w.by)
    reports.publish_report(report=w.report, by=w.by)
    w.draft_report = reports.start_report(round=w.open, by=w.by)
    reports.edit_report(report=w.draft_report, title="Hemligt rapportutkast", sender="Länet", diary_number="", by=w.by)


def _people(w):
    w.role = Role.objects.get(user=w.cast.contact, kind=Role.Kind.CONTACT)
    w.closed_user = User.objects.create_user(email="slutat@example.org", name="Slutat Prov", is_active=False)
    Role.objects.create(
        user=w.closed_user, kind=Role.Kind.READER, county=w.county, valid_from=datetime.date(2020, 1, 1)
    )
    hidden = User.objects.create_user(email="brukare@example.org", name="Dolda Prov")
    w.representative = Role.objects.create(
        user=hidden,
        kind=Role.Kind.USER_REPRESENTATIVE,
        organisation=w.cast.association,
        valid_from=today(),
        given_by=w.by,
    )
    person = Invitee(email="ny@example.org", name="Ny Prov", kind=Role.Kind.CONTACT, organisation=w.cast.ekby)
    w.invitation = invite(people=[person], county=w.county, by=w.by)[0]
    mail = Mail.objects.filter(to="ny@example.org").latest("pk")
    w.letter = mail
    w.invitation_secret = re.search(rf"/inbjudan/{w.invitation.pk}/([^/\s]+)/", mail.text).group(1)


def _terms(w):
    words = terms.add_vocabulary(county=w.county, kind="glossary", name="Länets ordlista", description="", by=w.by)
    w.term = terms.add_term(vocabulary=words, text="Föräldrastöd i grupp", by=w.by)
    w.spelling = terms.add_spelling(term=w.term, kind="older", text="Föräldrautbildning", by=w.by)
    own = terms.add_vocabulary(county=w.county, kind="glossary", name="Ekbys ord", organisation=w.cast.ekby, by=w.by)
    w.word_file = store.keep(data=b"Ord\nLugn\n", name="ord.csv", content_type="text/csv", by_id=w.by.pk)
    w.own_term = terms.add_term(vocabulary=own, text="Familjecentral", by=w.by)
    w.mapping = terms.map_terms(source=w.term, target=w.own_term, kind="near", by=w.by)
    lists = [terms.add_vocabulary(county=None, kind="goals", name=name, by=w.by) for name in ("Mål 1", "Mål 2")]
    w.national_lists = lists
    w.national_term, other = (terms.add_term(vocabulary=each, text="God hälsa", by=w.by) for each in lists)
    w.national_spelling = terms.add_spelling(term=w.national_term, kind="older", text="Folkhälsa", by=w.by)
    w.national_mapping = terms.map_terms(source=w.national_term, target=other, kind="same", by=w.by)


def _registers(w):
    ekby, by = w.cast.ekby, w.by
    w.place = places.add_place(municipality=ekby, name="Norra holmen", by=by)
    w.alias = registers.add_alias(organisation=ekby, text="Ekby kn", by=by)
    w.unit = registers.add_unit(
        organisation=ekby, kind="board", name="Socialnämnden", parent=None, valid_from=None, by=by
    )
    w.level = Organisation.objects.create(kind=Organisation.Kind.HEALTH_REGION, name="Prov sjukvårdsregion")
    w.membership = memberships.add_membership(group=w.level, member=w.cast.region, valid_from=None, by=by)
    day = today() - datetime.timedelta(days=900)
    w.former_name = corrections.add_former_name(organisation=ekby, name="Ekbo", valid_to=day, by=by)
    w.level_name = corrections.add_former_name(organisation=w.level, name="Provområdet", valid_to=day, by=by)
    w.succession = corrections.add_succession(organisation=ekby, successor=w.cast.alby, on=day, by=by)
    w.person = persons.add_person(county=w.county, name="Registrerad Prov", email="r@example.org", phone="", by=by)
    w.position = persons.add_position(
        person=w.person, organisation=ekby, unit=w.unit, title="handläggare", valid_from=None, valid_to=None, by=by
    )
    now = timezone.now()
    w.sighting = Sighting.objects.create(
        kind=Sighting.Kind.LINKS, hour=this_hour(), address="192.0.2.1", count=1000, last_at=now
    )
    table = b"Namn;E-post\nNy i fil;nyfil@example.org\n"
    w.register_file = store.keep(data=table, name="personer.csv", content_type="text/csv", by_id=by.pk)
    w.activity_file = store.keep(data=b"Aktivitet\nNy\n", name="a.csv", content_type="text/csv", by_id=by.pk)


def sign_in(w, client, visitor):
    """Makes the visitor, if there is none yet, and lets the client in as them."""
    if visitor.key == visitors.PUBLIC:
        return
    if visitor.key in visitors.LINKS:
        link, secret = w.links[visitor.key]
        client.post(f"/svar/{link.pk}/{secret}/")
        return
    client.force_login(user_for(w, visitor))
    client.get("/finns-inte/")  # what a session gets once, it gets now: each later request is taken back


def user_for(w, visitor):
    if visitor.key == visitors.in_own(Role.Kind.COORDINATOR):
        return w.by
    user, made = User.objects.get_or_create(
        email=f"{visitor.key.replace('@', '.')}@visitors.example.org",
        defaults={"name": visitor.key, "is_administrator": visitor.key == visitors.ADMINISTRATOR},
    )
    if made and visitor.kind:
        Role.objects.create(user=user, kind=visitor.kind, valid_from=datetime.date(2020, 1, 1), **_place(w, visitor))
    return user


def _place(w, visitor):
    if visitor.kind == Role.Kind.NATIONAL_READER:
        return {}
    if visitor.place == "elsewhere":
        of_county = visitor.kind in Role.COUNTY_KINDS
        return {"county": w.cast.soder} if of_county else {"organisation": w.cast.soder_region}
    return {
        "county": {"county": w.cast.norr},
        "own": {"organisation": w.cast.ekby},
        "neighbour": {"organisation": w.cast.alby},
    }[visitor.place]
