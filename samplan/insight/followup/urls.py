from django.urls import path, re_path

from .views import behalf, chasing, importing, preparing, rounds

app_name = "followup"
here = "<slug:county>/omgangar/"
urlpatterns = [
    path(here, rounds.list_, name="list"),
    path(f"{here}ny/", preparing.new, name="new"),
    path(f"{here}las-in/", importing.upload, name="import_earlier"),
    path(f"{here}las-in/<int:file_id>/", importing.columns, name="import_columns"),
    path(f"{here}<int:pk>/", rounds.detail, name="round"),
    path(f"{here}<int:pk>/historik/", rounds.history, name="history"),
    path(f"{here}<int:pk>/forbered/fragor/", preparing.questions, name="questions"),
    path(f"{here}<int:pk>/forbered/organisationer/", preparing.audience, name="audience"),
    path(f"{here}<int:pk>/forbered/tider/", preparing.times, name="times"),
    path(f"{here}<int:pk>/forbered/granska/", preparing.preview, name="preview"),
    path(f"{here}<int:pk>/forbered/kasta/", preparing.drop, name="drop"),
    path(f"{here}<int:pk>/ta-bort/", importing.drop, name="drop_imported"),
    path(f"{here}<int:pk>/paminn/", chasing.remind, name="remind"),
    path(f"{here}<int:pk>/forlang/", chasing.extend, name="extend"),
    path(f"{here}<int:pk>/stang/", chasing.close, name="close"),
    path(f"{here}<int:pk>/organisation/<int:request_id>/kontakt/", chasing.contact, name="contact"),
    path(f"{here}<int:pk>/organisation/<int:request_id>/oppna/", chasing.reopen, name="reopen"),
    path(f"{here}<int:pk>/organisation/<int:request_id>/skriv-in/", behalf.enter, name="behalf"),
    path(f"{here}<int:pk>/lage.xlsx", rounds.status, name="status"),
    re_path(r"^(?P<county>[-\w]+)/omgangar/(?P<pk>\d+)/svar\.(?P<form>xlsx|csv)$", rounds.export, name="export"),
]
