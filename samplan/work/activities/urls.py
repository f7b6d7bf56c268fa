from django.urls import path

from .views import detail, editing, importing, listing, next_edition

app_name = "activities"
ACTIVITIES = "<slug:county>/aktiviteter/"

urlpatterns = [
    path(ACTIVITIES, listing.activity_list, name="list"),
    path(f"{ACTIVITIES}excel/", listing.export, name="export"),
    path(f"{ACTIVITIES}ny/", editing.new, name="new"),
    path(f"{ACTIVITIES}<int:activity>/", detail.activity_detail, name="detail"),
    path(f"{ACTIVITIES}<int:activity>/historik/", detail.activity_history, name="history"),
    path(f"{ACTIVITIES}<int:activity>/andra/", editing.edit, name="edit"),
    path(f"{ACTIVITIES}<int:activity>/skriv/", editing.report, name="report"),
    path(f"{ACTIVITIES}<int:activity>/lage/", editing.state, name="state"),
    path(f"{ACTIVITIES}<int:activity>/agare/", editing.owner, name="owner"),
    path(f"{ACTIVITIES}<int:activity>/ta-pa-sig/", editing.take_on, name="take_on"),
    path("<slug:county>/las-in/", importing.upload, name="import_upload"),
    path("<slug:county>/las-in/<int:pk>/", importing.review, name="import_review"),
    path("<slug:county>/las-in/<int:pk>/spara/", importing.save, name="import_save"),
    path("<slug:county>/las-in/<int:pk>/kasta/", importing.drop, name="import_drop"),
    path("<slug:county>/planen/<int:edition>/nasta/", next_edition.start, name="next_edition"),
]
