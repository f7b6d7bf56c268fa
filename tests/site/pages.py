"""Every page a person can stand on in the demo, by role: the accessibility walk and the screenshots go through this list."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

from django.conf import settings

from samplan.foundation.core.dates import today
from samplan.foundation.people.actions import corrections, levels, memberships
from samplan.foundation.people.models import County, Organisation, Person, Role, User
from samplan.foundation.terms import actions as terms
from samplan.front.home.digest import unsubscribe_address
from samplan.front.privacy.addresses import token_of
from samplan.insight.reports.models import Report
from samplan.work.activities.models import Activity
from samplan.work.delivery import final_reports
from samplan.work.delivery.models import FinalReport, Milestone
from samplan.work.governance import actions as governance
from samplan.work.plans import actions as plans
from samplan.work.plans.actions import publish_edition
from samplan.work.plans.actions.evaluating import add_evaluation, add_finding
from samplan.work.plans.actions.gaps import add_missing
from samplan.work.plans.models import Edition, Node
from samplan.work.plans.tests.referral_making import hand_in, prepare, send
from samplan.work.questionnaires.models import Question
from samplan.work.rounds.links import issue
from samplan.work.rounds.models import Link, Request, Round


@dataclass(frozen=True)
class Page:
    name: str
    url: str


def coordinator() -> User:
    return Role.objects.get(kind="coordinator", county__code="17").user


def contact(organisation: str) -> User:
    return Role.objects.get(kind="contact", organisation__short_name=organisation).user


def manager(organisation: str) -> User:
    return Role.objects.get(kind="manager", organisation__short_name=organisation).user


def somebody() -> int:
    return Role.objects.filter(kind="contact", organisation__county__code="17").order_by("pk").first().user_id


def linked() -> str:
    """Somebody who has only had a personal link. All whom the demo asks have accounts: one is given here."""
    link, _secret = issue(in_state("approved"), Link.Purpose.HELP, name="Mona Prov", email="mona@example.org")
    return token_of(link.email)


def in_state(state: str) -> Request:
    """A request in the open round of the demo's first county that stands in this state."""
    requests = Request.objects.with_state().filter(round__county__code="17").filter(state_now=state)
    return requests.select_related("organisation", "round").order_by("-round__year", "pk").first()


def published_edition() -> Edition:
    """The demo publishes nothing: what the walk looks at is published here."""
    edition = Edition.objects.get(plan__county__code="17", plan__parent=None, number=1)
    publish_edition(edition=edition, decided_by="Beslut av styrgruppen", by=coordinator())
    return edition


def word_pages(county: str) -> list[Page]:
    """The words that the walk looks at, made here."""
    by, own = coordinator(), County.objects.get(code="17")
    words = terms.add_vocabulary(county=own, kind="glossary", name="Länets ordlista", description="", by=by)
    one = terms.add_term(vocabulary=words, text="skadligt bruk och beroende", by=by)
    older = terms.add_vocabulary(county=own, kind="glossary", name="Tidigare ordlista", by=by)
    terms.add_term(vocabulary=older, text="missbruksvård", by=by)
    terms.add_spelling(term=one, kind="older", text="missbruk", reason="Kan uppfattas som stämplande.", by=by)
    return [
        Page("words", f"{county}/ord/"),
        Page("word", f"{county}/ord/{one.pk}/"),
        Page("word-edit", f"{county}/ord/{one.pk}/andra/"),
        Page("word-end", f"{county}/ord/{one.pk}/upphor/"),
        Page("word-try", f"{county}/ord/prova/"),
        Page("word-list-new", f"{county}/ord/listor/ny/"),
        Page("word-list", f"{county}/ord/listor/{words.pk}/"),
        Page("word-list-edit", f"{county}/ord/listor/{words.pk}/andra/"),
        Page("word-list-file", f"{county}/ord/listor/{words.pk}/fil/"),
        Page("word-list-compare", f"{county}/ord/listor/{words.pk}/mot/{older.pk}/"),
        Page("search-word", f"{county}/sok/?q=missbruk"),
    ]


def body_pages(county: str) -> list[Page]:
    """The bodies that the walk looks at, made here where the demo has none."""
    own = County.objects.get(code="17")
    values = {"short_name": "", "organisation": None, "parent": None, "is_deciding": False, "purpose": "Provar."}
    one = governance.add_body(
        county=own, name="Provets råd", kind="council", valid_from=None, by=coordinator(), **values
    )
    return [
        Page("bodies", f"{county}/organ/"),
        Page("body", f"{county}/organ/{one.pk}/"),
        Page("body-new", f"{county}/organ/nytt/"),
        Page("body-edit", f"{county}/organ/{one.pk}/andra/"),
        Page("body-end", f"{county}/organ/{one.pk}/upphor/"),
        Page("body-history", f"{county}/organ/{one.pk}/historik/"),
    ]


def deciding_pages(county: str, edition: Edition) -> list[Page]:
    """What boards decide about the plan, made here: one has, one is late."""
    own, by = County.objects.get(code="17"), coordinator()
    board = {"short_name": "", "parent": None, "is_deciding": True, "purpose": "", "valid_from": None, "kind": "board"}
    first, other = Organisation.objects.filter(county=own, kind="municipality").order_by("pk")[:2]
    one, late = (
        governance.add_body(county=own, name="Provets nämnd", organisation=each, by=by, **board)
        for each in (first, other)
    )
    facts = {"edition": edition, "by": by}
    day = today() - timedelta(days=3)
    made = plans.write_decision(
        organisation=first, body=one, on=day, outcome="approved", reference="§ 7", note="", **facts
    )
    row = plans.write_anchoring(body=late, kind="adopted", planned_on=day, held_on=None, note="", **facts)
    area = edition.nodes.get(number="3.2")
    role = plans.give_body_role(node=area, body=one, kind="owns", **facts)
    plan = f"{county}/planen/{edition.pk}"
    return [
        Page("decisions", f"{plan}/beslut/"),
        Page("decide", f"{plan}/beslut/{other.pk}/"),
        Page("diary-number", f"{plan}/beslut/{first.pk}/diarienummer/"),
        Page("decision-withdraw", f"{plan}/beslut/{first.pk}/{made.pk}/ta-tillbaka/"),
        Page("anchoring", f"{plan}/forankring/"),
        Page("anchoring-new", f"{plan}/forankring/ny/"),
        Page("anchoring-edit", f"{plan}/forankring/{row.pk}/"),
        Page("plan-bodies", f"{plan}/organ/"),
        Page("body-role-new", f"{plan}/organ/nytt/?nod={area.pk}"),
        Page("body-role-end", f"{plan}/organ/{role.pk}/avsluta/"),
    ]


def evaluation_pages(county: str, edition: Edition) -> list[Page]:
    by = coordinator()
    facts = {"title": "Provets utvärdering", "on": today(), "by_whom": "Provets råd", "basis": "Allt.", "url": ""}
    made = add_evaluation(edition=edition, by=by, **facts)
    part = edition.nodes.get(number="3.2")
    finding = add_finding(evaluation=made, text="Vägen in är lång.", basis="Fyra år av svar.", node=part, by=by)
    plan = f"{county}/planen/{edition.pk}"
    return [
        Page("evaluations", f"{plan}/utvarderingar/"),
        Page("evaluation", f"{plan}/utvarderingar/{made.pk}/"),
        Page("evaluation-edit", f"{plan}/utvarderingar/{made.pk}/andra/"),
        Page("finding-edit", f"{plan}/slutsats/{finding.pk}/andra/"),
        Page("finding-answer", f"{plan}/slutsats/{finding.pk}/ledde-till/"),
    ]


def draft_pages(county: str) -> list[Page]:
    """The demo's plan is adopted: the draft that is looked at is begun here."""
    adopted = Edition.objects.get(plan__county__code="17", plan__parent=None, number=1)
    facts = {"title": "Plan 2028–2031", "valid_from": None, "valid_to": None, "by": coordinator()}
    edition = plans.start_edition(predecessor=adopted, **facts).edition
    part = edition.nodes.get(number="3.2")
    vision = edition.nodes.filter(tier__is_target_vision=True).first()
    gap = add_missing(edition=edition, kind="annex", title="Bilaga 3", where="Sidan 9", node=part, by=coordinator())
    return [
        *evaluation_pages(county, adopted),
        Page("visions", f"{county}/planen/{edition.pk}/malbilder/"),
        Page("word-template", f"{county}/planen/wordmall/"),
        Page("gaps", f"{county}/planen/{edition.pk}/luckor/"),
        Page("gap-edit", f"{county}/planen/{edition.pk}/luckor/{gap.pk}/andra/"),
        Page("gap-found", f"{county}/planen/{edition.pk}/luckor/{gap.pk}/hittad/"),
        Page("vision-owners", f"{county}/planen/{edition.pk}/malbilder/agare/"),
        Page("vision-suggest", f"{county}/planen/malbild/{vision.pk}/foresla/"),
        Page("draft-locked", f"{county}/planen/del/{vision.pk}/skriv/"),
        Page("draft", f"{county}/planen/{edition.pk}/skriv/"),
        Page("draft-chosen", f"{county}/planen/{edition.pk}/skriv/?rad={part.pk}"),
        Page("draft-new", f"{county}/planen/{edition.pk}/skriv/ny/?efter={part.pk}"),
        Page("draft-words", f"{county}/planen/del/{part.pk}/skriv/"),
        Page("draft-split", f"{county}/planen/del/{part.pk}/dela/"),
        Page("draft-join", f"{county}/planen/del/{part.pk}/for-samman/"),
        Page("draft-levels", f"{county}/planen/{edition.pk}/nivaer/"),
        Page("draft-numbering", f"{county}/planen/{edition.pk}/numrering/"),
    ]


def referral_pages(county: str) -> list[Page]:
    """A draft that is out, with one that has answered, and another that is being prepared: made here."""
    own, by = County.objects.get(code="17"), coordinator()
    adopted = Edition.objects.get(plan__county=own, plan__parent=None, number=1)
    facts = {"title": "Plan på remiss", "valid_from": None, "valid_to": None, "by": by}
    edition = plans.start_edition(predecessor=adopted, **facts).edition
    cast = SimpleNamespace(coordinator=by)
    asked = list(Organisation.objects.filter(county=own, kind="municipality").order_by("pk")[:3])
    out = send(cast, prepare(cast, edition, asked))
    opinion = hand_in(out, asked[0], {"": "Skriv kortare."}, "partly").response.answers.get(question__kind="text")
    planned = prepare(cast, edition, asked, title="Nästa remiss")
    remiss = f"{county}/planen/remiss"
    return [
        Page("referrals", f"{county}/planen/{edition.pk}/remiss/"),
        Page("referral-new", f"{county}/planen/{edition.pk}/remiss/ny/"),
        Page("referral-change", f"{remiss}/{planned.pk}/andra/"),
        Page("referral-who", f"{remiss}/{planned.pk}/organisationer/"),
        Page("referral-preview", f"{remiss}/{planned.pk}/granska/"),
        Page("referral", f"{remiss}/{out.pk}/"),
        Page("referral-reply", f"{remiss}/{out.pk}/synpunkt/{opinion.pk}/"),
        Page("referral-tell", f"{remiss}/{out.pk}/beratta/"),
        Page("referral-round", f"{county}/omgangar/{out.round_id}/"),
    ]


def delivery_pages(county: str) -> list[Page]:
    """A project with a plan, and final reports at every stage."""
    gate = Milestone.objects.filter(activity__county__code="17", kind="gate", done_on=None).first()
    approved = FinalReport.objects.exclude(approved_on=None).first().activity
    waiting = FinalReport.objects.filter(handed_in_at__isnull=False, approved_on=None).first().activity
    unwritten = final_reports.owing(Activity.objects.filter(county__code="17", final_report=None)).first()
    project, done, handed_in, missing = (
        f"{county}/aktiviteter/{activity.pk}/genomforande" for activity in (gate.activity, approved, waiting, unwritten)
    )
    question = gate.activity.evaluation_questions.filter(answered_on=None).first()
    line = gate.activity.messages.filter(told_on=None, dropped_why="").first()
    return [
        Page("evaluation-new", f"{project}/fragor/ny/"),
        Page("evaluation-edit", f"{project}/fragor/{question.pk}/andra/"),
        Page("evaluation-answer", f"{project}/fragor/{question.pk}/svara/"),
        Page("message-new", f"{project}/kommunikationsplan/ny/"),
        Page("message-edit", f"{project}/kommunikationsplan/{line.pk}/andra/"),
        Page("message-told", f"{project}/kommunikationsplan/{line.pk}/berattat/"),
        Page("communication-plan", f"{county}/aktiviteter/{gate.activity.parent_id}/genomforande/"),
        Page("milestones", f"{project}/"),
        Page("milestone-new", f"{project}/milstolpar/ny/"),
        Page("milestone-edit", f"{project}/milstolpar/{gate.pk}/andra/"),
        Page("milestone-gate", f"{project}/milstolpar/{gate.pk}/klar/"),
        Page("final-reports", f"{county}/slutrapporter/"),
        Page("final-report", f"{done}/slutrapport/"),
        Page("final-report-missing", f"{missing}/"),
        Page("final-report-write", f"{missing}/slutrapport/skriv/"),
        Page("final-report-approve", f"{handed_in}/slutrapport/godkann/"),
        Page("final-report-give-back", f"{handed_in}/slutrapport/be-om-andring/"),
    ]


def coordinator_pages() -> list[Page]:
    county = "/varmland"
    edition = Edition.objects.get(plan__county__code="17", plan__parent=None, number=1)
    round = Round.objects.filter(county__code="17").order_by("-year").first()
    closed = round.previous
    question = Question.objects.filter(section__form=closed.form, kind="scale").first()
    asked = in_state("sent")
    report = Report.objects.get(round=closed)
    activity = Activity.objects.filter(county__code="17", updates__isnull=False).first()
    free = Activity.objects.filter(county__code="17", owner=None).first()
    vision = Node.objects.filter(edition=edition, tier__is_target_vision=True).first()
    area = Node.objects.filter(edition=edition, number="3.2").first()
    own = Organisation.objects.filter(county__code="17", code="").first()
    listed = Person.objects.filter(county__code="17").first()
    omgang = f"{county}/omgangar/{round.pk}"
    return [
        Page("start", f"{county}/"),
        Page("search", f"{county}/sok/?q=stöd"),
        Page("search-nothing", f"{county}/sok/?q=xyzzy"),
        *word_pages(county),
        *body_pages(county),
        *deciding_pages(county, edition),
        *draft_pages(county),
        *referral_pages(county),
        Page("organisations", f"{county}/organisationer/"),
        Page("letters", f"{county}/post/"),
        Page("weekly-letter", "/konto/veckobrev/"),
        Page("weekly-letter-contact", "/konto/veckobrev/?som=kontaktperson"),
        Page("organisation", f"{county}/organisationer/{asked.organisation_id}/"),
        Page("invite", f"{county}/personer/bjud-in/"),
        Page("invitations", f"{county}/personer/inbjudningar/"),
        Page("hand-over-choose", f"{county}/lamna-over/"),
        Page("hand-over", f"{county}/lamna-over/?user={contact('Karlstad').pk}"),
        Page("hand-over-organisation", f"{county}/lamna-over/?organisation={asked.organisation_id}"),
        Page("ownerless", f"{county}/utan-ansvarig/"),
        Page("contacts", f"{county}/planen/{edition.pk}/kontaktpersoner/"),
        Page("contacts-of", f"{county}/planen/{edition.pk}/kontaktpersoner/{asked.organisation_id}/"),
        Page("organisation-new", f"{county}/organisationer/ny/"),
        Page("organisation-edit", f"{county}/organisationer/{own.pk}/andra/"),
        Page("organisation-own", f"{county}/organisationer/{own.pk}/"),
        Page("organisation-end", f"{county}/organisationer/{own.pk}/upphor/"),
        Page("unit-new", f"{county}/organisationer/{own.pk}/delar/ny/"),
        *_past_pages(county, own),
        Page("places", f"{county}/organisationer/{asked.organisation_id}/platser/"),
        Page("register-files", f"{county}/organisationer/filer/"),
        Page("persons", f"{county}/personer/"),
        Page("person", f"{county}/personer/{listed.pk}/"),
        Page("person-new", f"{county}/personer/ny/"),
        Page("person-edit", f"{county}/personer/{listed.pk}/andra/"),
        Page("person-left", f"{county}/personer/{listed.pk}/slutar/"),
        Page("position-new", f"{county}/personer/{listed.pk}/arbete/"),
        Page("plan", f"{county}/planen/{edition.pk}/"),
        Page("plan-words", f"{county}/planen/{edition.pk}/ord/"),
        Page("plan-words-choose", f"{county}/planen/{edition.pk}/ord/valj/"),
        Page("node-terms", f"{county}/planen/del/{area.pk}/svarar-mot/"),
        Page("plan-relations", f"{county}/planen/{edition.pk}/samband/"),
        Page("plan-relation-new", f"{county}/planen/{edition.pk}/samband/nytt/"),
        Page("plan-sub-plan", f"{county}/planen/{edition.pk}/delplan/"),
        Page("plan-local-plan", f"{county}/planen/{edition.pk}/lokal-plan/"),
        Page("plan-processes", f"{county}/planen/{edition.pk}/processer/"),
        Page("plan-process-new", f"{county}/planen/{edition.pk}/processer/ny/"),
        Page("plan-document", f"{county}/planen/{edition.pk}/dokument/"),
        Page("node", f"{county}/planen/del/{area.pk}/"),
        Page("target-vision", f"{county}/planen/del/{vision.pk}/"),
        Page("theory", f"{county}/planen/{edition.pk}/forandringsteori/"),
        Page("theory-whole", f"{county}/planen/{edition.pk}/forandringsteori/?vy=hela"),
        Page("plan-history", f"{county}/planen/{edition.pk}/historia/"),
        Page("plan-compare", f"{county}/planen/{edition.pk}/jamfor/"),
        Page("plan-on-day", f"{county}/planen/{edition.pk}/dag/?dag={date.today():%Y}-01-15"),
        Page("plan-state", f"{county}/planen/{edition.pk}/lage/"),
        Page("plan-publish", f"{county}/planen/{edition.pk}/publicera/"),
        Page("plan-new", f"{county}/planen/ny/"),
        Page("plan-next", f"{county}/planen/{edition.pk}/nasta/"),
        Page("activities-as-file", f"{county}/planen/{edition.pk}/aktiviteter-som-fil/"),
        Page("activities", f"{county}/aktiviteter/"),
        Page("activities-board", f"{county}/aktiviteter/?form=tavla"),
        Page("activities-timeline", f"{county}/aktiviteter/?form=tidslinje"),
        Page("activities-quality", f"{county}/aktiviteter/kvalitet/"),
        Page("activities-quality-settings", f"{county}/aktiviteter/kvalitet/installningar/"),
        Page("activities-saved-views", f"{county}/aktiviteter/urval/"),
        Page("activities-save-view", f"{county}/aktiviteter/urval/nytt/?visa=stilla"),
        Page("activities-ownerless", f"{county}/aktiviteter/utan-agare/?alla=ja"),
        Page("activity-ask", f"{county}/aktiviteter/{free.pk}/fraga/"),
        Page("activity-new", f"{county}/aktiviteter/ny/"),
        Page("activity-edit", f"{county}/aktiviteter/{activity.pk}/andra/"),
        Page("activity-merge", f"{county}/aktiviteter/{activity.pk}/sla-samman/"),
        Page("activity-split", f"{county}/aktiviteter/{activity.pk}/dela/"),
        Page("activity-parts", f"{county}/aktiviteter/{activity.pk}/delprojekt/"),
        Page("activity-take-back", f"{county}/aktiviteter/{activity.pk}/ta-tillbaka/"),
        Page("activity-rescope", f"{county}/aktiviteter/{activity.pk}/nytt-innehall/"),
        Page("activity-cycle", f"{county}/aktiviteter/{activity.pk}/arbetsgang/"),
        Page("plan-cycle", f"{county}/planen/{edition.pk}/arbetsgang/"),
        Page("guides", f"{county}/vagledningar/"),
        Page("guide-new", f"{county}/vagledningar/ny/"),
        Page("activity-guide-begin", f"{county}/aktiviteter/{activity.pk}/genomforande/vagledning/"),
        Page("activity-criteria", f"{county}/aktiviteter/{activity.pk}/genomforande/kriterier/"),
        Page("activity-site-new", f"{county}/aktiviteter/{activity.pk}/genomforande/platser/ny/"),
        Page("activity-points", f"{county}/aktiviteter/rapporttillfallen/"),
        Page("activity-point-new", f"{county}/aktiviteter/rapporttillfallen/nytt/"),
        Page("activity-obstacles", f"{county}/aktiviteter/hinder-och-hjalp/"),
        Page("activity-volume", f"{county}/aktiviteter/{activity.pk}/antal/ny/"),
        Page("activity-assess", f"{county}/aktiviteter/{activity.pk}/perspektiv/"),
        Page("perspectives", f"{county}/planen/{edition.pk}/perspektiv/"),
        Page("ages", f"{county}/planen/{edition.pk}/aldrar/"),
        Page("activity-report", f"{county}/aktiviteter/{activity.pk}/skriv/"),
        Page("activity", f"{county}/aktiviteter/{activity.pk}/"),
        Page("activity-delivery", f"{county}/aktiviteter/{activity.pk}/genomforande/"),
        *delivery_pages(county),
        Page("activity-documents", f"{county}/aktiviteter/{activity.pk}/dokument/"),
        Page("activity-document-new", f"{county}/aktiviteter/{activity.pk}/dokument/nytt/"),
        Page("activity-nominate", f"{county}/aktiviteter/{activity.pk}/fler-borde/"),
        Page("ideas", f"{county}/aktiviteter/ideer/"),
        Page("activity-parties", f"{county}/aktiviteter/{activity.pk}/parter/"),
        Page("activity-party-new", f"{county}/aktiviteter/{activity.pk}/parter/ny/betalar/"),
        Page("activity-post-new", f"{county}/aktiviteter/{activity.pk}/tjanster/ny/"),
        Page("activity-history", f"{county}/aktiviteter/{activity.pk}/historik/"),
        Page("node-history", f"{county}/planen/del/{area.pk}/historik/"),
        Page("round-history", f"{omgang}/historik/"),
        Page("report-history", f"{county}/rapporter/{report.pk}/historik/"),
        Page("organisation-history", f"{county}/organisationer/{asked.organisation_id}/historik/"),
        Page("import-upload", f"{county}/las-in/"),
        Page("rounds", f"{county}/omgangar/"),
        Page("round-new", f"{county}/omgangar/ny/"),
        Page("round", f"{omgang}/"),
        Page("response", f"{omgang}/svar/{in_state('approved').pk}/"),
        Page("round-closed", f"{county}/omgangar/{closed.pk}/"),
        Page("round-remind", f"{omgang}/paminn/?vem={asked.pk}"),
        Page("round-extend", f"{omgang}/forlang/"),
        Page("round-close", f"{omgang}/stang/"),
        Page("round-contact", f"{omgang}/organisation/{asked.pk}/kontakt/"),
        Page("round-behalf", f"{omgang}/organisation/{asked.pk}/skriv-in/"),
        Page("round-import", f"{county}/omgangar/las-in/"),
        Page("compilation", f"{county}/sammanstallning/{closed.pk}/"),
        Page("compilation-question", f"{county}/sammanstallning/{closed.pk}/fraga/{question.pk}/"),
        Page("reports", f"{county}/rapporter/"),
        Page("report", f"{county}/rapporter/{report.pk}/"),
        Page("report-publish", f"{county}/rapporter/{report.pk}/publicera/"),
        Page("personal-data", "/personuppgifter/"),
        Page("personal-data-of-somebody", f"/personuppgifter/{somebody()}/"),
        Page("personal-data-correct", f"/personuppgifter/{somebody()}/ratta/"),
        Page("personal-data-erase", f"/personuppgifter/{somebody()}/ta-bort/"),
        Page("personal-data-of-an-address", f"/personuppgifter/adress/{linked()}/"),
        Page("personal-data-erase-an-address", f"/personuppgifter/adress/{linked()}/ta-bort/"),
        Page("my-personal-data", "/konto/uppgifter/"),
        Page("parts", "/delar/"),
        Page("not-found", f"{county}/finns-inte/"),
    ]


def administrator() -> User:
    return User.objects.create_user(email="drift@example.org", name="Dag Drift", is_administrator=True)


def _level_pages() -> list[Page]:
    by = coordinator()
    made = levels.add_level(
        kind="health_region", name="Provets sjukvårdsregion", short_name="", code="", valid_from=None, by=by
    )
    region = Organisation.objects.get(kind="region", county__code="17")
    held = memberships.add_membership(group=made, member=region, valid_from=None, by=by)
    name = corrections.add_former_name(organisation=made, name="Gamla provet", valid_to=date(2015, 12, 31), by=by)
    home = "/administration/nivaer"
    one = f"{home}/{made.pk}"
    return [
        Page("levels", f"{home}/"),
        Page("level-new", f"{home}/ny/"),
        Page("level-files", f"{home}/filer/"),
        Page("level", f"{one}/"),
        Page("level-edit", f"{one}/andra/"),
        Page("level-end", f"{one}/upphor/"),
        Page("level-member-end", f"{one}/medlemmar/{held.pk}/"),
        Page("level-member-remove", f"{one}/medlemmar/{held.pk}/ta-bort/"),
        Page("level-name-edit", f"{one}/tidigare-namn/{name.pk}/"),
        Page("level-read", f"/varmland/organisationer/nivaer/{made.pk}/"),
    ]


def _past_pages(county: str, own: Organisation) -> list[Page]:
    by = coordinator()
    day = date(2015, 12, 31)
    other = Organisation.objects.filter(county=own.county).exclude(pk=own.pk).order_by("pk").first()
    name = own.former_names.first() or corrections.add_former_name(
        organisation=own, name="Gamla provet", valid_to=day, by=by
    )
    after = own.successions.first() or corrections.add_succession(organisation=own, successor=other, on=day, by=by)
    one = f"{county}/organisationer/{own.pk}"
    return [
        Page("former-name-new", f"{one}/tidigare-namn/"),
        Page("former-name-edit", f"{one}/tidigare-namn/{name.pk}/"),
        Page("former-name-remove", f"{one}/tidigare-namn/{name.pk}/ta-bort/"),
        Page("succession-new", f"{one}/togs-over/"),
        Page("succession-edit", f"{one}/togs-over/{after.pk}/"),
        Page("succession-remove", f"{one}/togs-over/{after.pk}/ta-bort/"),
    ]


def _national_words() -> list[Page]:
    words = terms.add_vocabulary(county=None, kind="goals", name="Mål för provet", by=None)
    one = terms.add_term(vocabulary=words, text="Ett mål", by=None)
    home = "/administration/ordlistor"
    return [
        Page("national-words", f"{home}/"),
        Page("national-list-new", f"{home}/ny/"),
        Page("national-list", f"{home}/listor/{words.pk}/"),
        Page("national-list-file", f"{home}/listor/{words.pk}/fil/"),
        Page("national-word", f"{home}/{one.pk}/"),
        Page("national-word-edit", f"{home}/{one.pk}/andra/"),
    ]


def administrator_pages() -> list[Page]:
    return [
        Page("administrator-start", "/varmland/"),
        Page("all-letters", "/administration/post/"),
        Page("readings", "/historik/lasningar/"),
        Page("unusual", "/administration/ovanligt/"),
        *_level_pages(),
        *_national_words(),
        Page("keeping", "/administration/gallring/"),
        Page("record-of-processing", "/administration/registerforteckning/"),
        Page("controller", "/administration/personuppgiftsansvarig/"),
        Page("erasures", "/administration/borttaget/"),
    ]


def writer_pages(request: Request) -> list[Page]:
    """What the contact person of one organisation stands on."""
    svar = f"/svar/{request.pk}"
    return [
        Page("contact-start", "/varmland/"),
        Page("my-answers", "/varmland/omgangar/mina-svar/"),
        Page("answer-overview", f"{svar}/"),
        Page("answer", f"{svar}/avsnitt/1/"),
        Page("answer-helper", f"{svar}/hjalp/"),
        Page("answer-hand-over", f"{svar}/lamna-over/"),
        Page("answer-review", f"{svar}/granska/"),
    ]


def manager_pages(request: Request) -> list[Page]:
    return [
        Page("manager-start", "/varmland/"),
        Page("approve", f"/svar/{request.pk}/godkann/"),
        Page("account", "/konto/"),
        Page("account-passkey", "/konto/nycklar/ny/"),
        Page("account-one-time-codes", "/konto/app/"),
        Page("account-password", "/konto/losenord/valj/"),
    ]


def open_pages() -> list[Page]:
    return [
        Page("sign-in", "/konto/logga-in/"),
        Page("open-start", "/oppet/"),
        Page("published-list", "/oppet/varmland/"),
        Page("published-plan", f"/oppet/varmland/plan/{published_edition().pk}/"),
        Page("sign-in-code", "/konto/logga-in/kod/"),
        Page("password", "/konto/losenord/glomt/"),
        Page("weekly-letter-end", unsubscribe_address(coordinator()).removeprefix(settings.BASE_URL)),
        Page("invitation-dead", "/inbjudan/1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"),
        Page("link-dead", "/svar/1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"),
    ]
