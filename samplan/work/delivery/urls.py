from django.urls import path

from .views import ending, evaluating, milestones, page, telling

app_name = "delivery"
ACTIVITY = "<slug:county>/aktiviteter/<int:activity>/genomforande/"

urlpatterns = [
    path(ACTIVITY, page.carrying_through, name="page"),
    path(f"{ACTIVITY}milstolpar/ny/", milestones.new, name="milestone_new"),
    path(f"{ACTIVITY}milstolpar/<int:milestone>/andra/", milestones.edit, name="milestone_edit"),
    path(f"{ACTIVITY}milstolpar/<int:milestone>/klar/", milestones.done, name="milestone_done"),
    path(f"{ACTIVITY}milstolpar/<int:milestone>/", milestones.deed, name="milestone_deed"),
    path(f"{ACTIVITY}fragor/ny/", evaluating.new, name="evaluation_new"),
    path(f"{ACTIVITY}fragor/<int:question>/andra/", evaluating.edit, name="evaluation_edit"),
    path(f"{ACTIVITY}fragor/<int:question>/ta-bort/", evaluating.remove, name="evaluation_remove"),
    path(f"{ACTIVITY}fragor/<int:question>/svara/", evaluating.answer, name="evaluation_answer"),
    path(f"{ACTIVITY}kommunikationsplan.xlsx", telling.export, name="messages_xlsx"),
    path(f"{ACTIVITY}kommunikationsplan/ny/", telling.new, name="message_new"),
    path(f"{ACTIVITY}kommunikationsplan/<int:message>/andra/", telling.edit, name="message_edit"),
    path(f"{ACTIVITY}kommunikationsplan/<int:message>/ta-bort/", telling.remove, name="message_remove"),
    path(f"{ACTIVITY}kommunikationsplan/<int:message>/berattat/", telling.told, name="message_told"),
    path(f"{ACTIVITY}kommunikationsplan/<int:message>/ta-tillbaka/", telling.take_back, name="message_take_back"),
    path("<slug:county>/slutrapporter/", ending.listing, name="final_reports"),
    path(f"{ACTIVITY}slutrapport/", ending.report, name="final_report"),
    path(f"{ACTIVITY}slutrapport/skriv/", ending.write, name="final_report_write"),
    path(f"{ACTIVITY}slutrapport/lamna/", ending.deed, name="final_report_deed"),
    path(f"{ACTIVITY}slutrapport/godkann/", ending.approve, name="final_report_approve"),
    path(f"{ACTIVITY}slutrapport/be-om-andring/", ending.give_back, name="final_report_give_back"),
]
