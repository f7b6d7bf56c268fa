from django.urls import path

from .views import criteria, ending, evaluating, guides, milestones, page, telling

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
    path("<slug:county>/vagledningar/", guides.guides, name="guides"),
    path("<slug:county>/vagledningar/ny/", guides.new, name="guide_new"),
    path("<slug:county>/vagledningar/<int:guide>/", guides.guide, name="guide"),
    path("<slug:county>/vagledningar/<int:guide>/andra/", guides.edit, name="guide_edit"),
    path("<slug:county>/vagledningar/<int:guide>/avsluta/", guides.end, name="guide_end"),
    path(f"{ACTIVITY}vagledning/", guides.begin, name="guide_begin"),
    path(f"{ACTIVITY}vagledning/<int:use>/", guides.follow, name="guide_follow"),
    path(f"{ACTIVITY}vagledning/<int:use>/sluta/", guides.stop, name="guide_stop"),
    path(f"{ACTIVITY}kriterier/", criteria.edit, name="criteria_edit"),
    path(f"{ACTIVITY}kriterier.xlsx", criteria.export, name="criteria_xlsx"),
    path(f"{ACTIVITY}platser/ny/", criteria.new_site, name="site_new"),
    path(f"{ACTIVITY}platser/<int:site>/andra/", criteria.edit_site, name="site_edit"),
    path(f"{ACTIVITY}platser/<int:site>/ta-bort/", criteria.remove_site, name="site_remove"),
    path(f"{ACTIVITY}platser/<int:site>/", criteria.look, name="site_look"),
    path("<slug:county>/slutrapporter/", ending.listing, name="final_reports"),
    path(f"{ACTIVITY}slutrapport/", ending.report, name="final_report"),
    path(f"{ACTIVITY}slutrapport/skriv/", ending.write, name="final_report_write"),
    path(f"{ACTIVITY}slutrapport/lamna/", ending.deed, name="final_report_deed"),
    path(f"{ACTIVITY}slutrapport/godkann/", ending.approve, name="final_report_approve"),
    path(f"{ACTIVITY}slutrapport/be-om-andring/", ending.give_back, name="final_report_give_back"),
]
