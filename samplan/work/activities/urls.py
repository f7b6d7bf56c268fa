from django.urls import path

from .views import (
    adopting,
    asking,
    becoming,
    detail,
    editing,
    exchange,
    handing,
    importing,
    listing,
    next_edition,
    sorting,
    theory,
)

app_name = "activities"
ACTIVITIES = "<slug:county>/aktiviteter/"
FILE = "<slug:county>/planen/<int:edition>/aktiviteter-som-fil/"

urlpatterns = [
    path(ACTIVITIES, listing.activity_list, name="list"),
    path(f"{ACTIVITIES}excel/", listing.export, name="export"),
    path(f"{ACTIVITIES}ny/", editing.new, name="new"),
    path(f"{ACTIVITIES}<int:activity>/", detail.activity_detail, name="detail"),
    path(f"{ACTIVITIES}<int:activity>/historik/", detail.activity_history, name="history"),
    path(f"{ACTIVITIES}<int:activity>/andra/", editing.edit, name="edit"),
    path(f"{ACTIVITIES}<int:activity>/skriv/", editing.report, name="report"),
    path(f"{ACTIVITIES}<int:activity>/perspektiv/", sorting.assess, name="assess"),
    path("<slug:county>/planen/<int:edition>/perspektiv/", sorting.perspectives, name="perspectives"),
    path("<slug:county>/planen/<int:edition>/aldrar/", sorting.by_age, name="ages"),
    path(f"{ACTIVITIES}<int:activity>/lage/", editing.state, name="state"),
    path(f"{ACTIVITIES}<int:activity>/agare/", editing.owner, name="owner"),
    path(f"{ACTIVITIES}<int:activity>/ta-pa-sig/", editing.take_on, name="take_on"),
    path(f"{ACTIVITIES}utan-agare/", handing.ownerless, name="ownerless"),
    path(f"{ACTIVITIES}<int:activity>/fraga/", asking.ask, name="ask"),
    path(f"{ACTIVITIES}fragad/<int:asking>/", asking.asking, name="asking"),
    path(f"{ACTIVITIES}fragad/<int:asking>/ta-tillbaka/", asking.withdraw_asking, name="withdraw_asking"),
    path(f"{ACTIVITIES}<int:activity>/sla-samman/", becoming.merge, name="merge"),
    path(f"{ACTIVITIES}<int:activity>/dela/", becoming.split, name="split"),
    path(f"{ACTIVITIES}<int:activity>/ta-tillbaka/", becoming.take_back, name="take_back"),
    path(f"{ACTIVITIES}<int:activity>/delprojekt/", becoming.sub_activities, name="sub_activities"),
    path(f"{ACTIVITIES}<int:activity>/nytt-innehall/", becoming.rescope, name="rescope"),
    path("<slug:county>/las-in/", importing.upload, name="import_upload"),
    path("<slug:county>/las-in/<int:pk>/", importing.review, name="import_review"),
    path("<slug:county>/las-in/<int:pk>/spara/", importing.save, name="import_save"),
    path("<slug:county>/las-in/<int:pk>/kasta/", importing.drop, name="import_drop"),
    path("<slug:county>/planen/<int:edition>/forandringsteori/", theory.theory, name="theory"),
    path("<slug:county>/planen/<int:edition>/nasta/", next_edition.start, name="next_edition"),
    path("<slug:county>/planen/<int:edition>/aktiviteter/", next_edition.choose, name="next_edition_activities"),
    path(FILE, exchange.exchange, name="exchange"),
    path(f"{FILE}xlsx/", exchange.download_xlsx, name="exchange_xlsx"),
    path(f"{FILE}csv/", exchange.download_csv, name="exchange_csv"),
    path(f"{FILE}<int:file>/", exchange.review, name="exchange_review"),
    path(f"{ACTIVITIES}<int:activity>/ta-upp/", adopting.take_up, name="take_up"),
    path(f"{ACTIVITIES}upptagen/<int:adoption>/", adopting.edit, name="adoption"),
    path(f"{ACTIVITIES}upptagen/<int:adoption>/lage/", adopting.state, name="adoption_state"),
]
