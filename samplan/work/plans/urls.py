from django.urls import path

from .views import contacts, editing, editions, measuring, nodes, publishing, reading, standing

app_name = "plans"
PLAN = "<slug:county>/planen/"

urlpatterns = [
    path("oppet/<slug:county>/plan/<int:edition>/", publishing.published, name="published"),
    path(PLAN, reading.plan_list, name="list"),
    path(f"{PLAN}ny/", editions.new, name="new"),
    path(f"{PLAN}<int:edition>/", reading.edition, name="edition"),
    path(f"{PLAN}<int:edition>/dokument/", reading.document, name="document"),
    path(f"{PLAN}<int:edition>/historia/", reading.history, name="history"),
    path(f"{PLAN}<int:edition>/uppgifter/", editions.facts, name="facts"),
    path(f"{PLAN}<int:edition>/parter/", editions.parties, name="parties"),
    path(f"{PLAN}<int:edition>/lage/", standing.state, name="state"),
    path(f"{PLAN}<int:edition>/remiss/", standing.refer, name="refer"),
    path(f"{PLAN}<int:edition>/ta-tillbaka/", standing.take_back, name="take_back"),
    path(f"{PLAN}<int:edition>/anta/", standing.adopt, name="adopt"),
    path(f"{PLAN}<int:edition>/avsluta/", standing.supersede, name="supersede"),
    path(f"{PLAN}<int:edition>/publicera/", publishing.publish, name="publish"),
    path(f"{PLAN}<int:edition>/kontaktpersoner/", contacts.contacts, name="contacts"),
    path(f"{PLAN}<int:edition>/kontaktpersoner/hamta/", contacts.contacts_copy, name="contacts_copy"),
    path(f"{PLAN}<int:edition>/kontaktpersoner/<int:organisation>/", contacts.contacts_of, name="contacts_of"),
    path(f"{PLAN}<int:edition>/delar/ny/", editing.add_node, name="add_node"),
    path(f"{PLAN}<int:edition>/fragor/ny/", editing.add_question, name="add_question"),
    path(f"{PLAN}<int:edition>/matt/ny/", measuring.add, name="add_measure"),
    path(f"{PLAN}matt/<int:measure>/andra/", measuring.edit, name="edit_measure"),
    path(f"{PLAN}matt/<int:measure>/ta-bort/", measuring.remove, name="remove_measure"),
    path(f"{PLAN}del/<int:node>/", nodes.node, name="node"),
    path(f"{PLAN}del/<int:node>/historik/", nodes.history, name="node_history"),
    path(f"{PLAN}del/<int:node>/andra/", editing.edit_node, name="edit_node"),
    path(f"{PLAN}del/<int:node>/flytta/", editing.move_node, name="move_node"),
    path(f"{PLAN}del/<int:node>/ta-bort/", editing.remove_node, name="remove_node"),
    path(f"{PLAN}fraga/<int:question>/andra/", editing.edit_question, name="edit_question"),
    path(f"{PLAN}fraga/<int:question>/ta-bort/", editing.remove_question, name="remove_question"),
]
