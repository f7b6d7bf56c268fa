"""Addresses of the registers."""

from django.urls import path

from .views import exchange, organisations, persons, units

_ORGANISATIONS = "<slug:county>/organisationer/"
_ONE = f"{_ORGANISATIONS}<int:pk>/"
_PERSONS = "<slug:county>/personer/"
_PERSON = f"{_PERSONS}<int:pk>/"
_UNIT = f"{_ONE}delar/<int:unit>/"

register_urls = [
    path(f"{_ORGANISATIONS}filer/", exchange.register_files, name="register_files"),
    path(f"{_ORGANISATIONS}filer/register.xlsx", exchange.register_download, {"kind": "xlsx"}, name="register_xlsx"),
    path(f"{_ORGANISATIONS}filer/register.zip", exchange.register_download, {"kind": "zip"}, name="register_csv"),
    path(f"{_ORGANISATIONS}filer/<int:file>/", exchange.register_review, name="register_review"),
    path(f"{_ORGANISATIONS}ny/", organisations.organisation_new, name="organisation_new"),
    path(f"{_ONE}andra/", organisations.organisation_edit, name="organisation_edit"),
    path(f"{_ONE}upphor/", organisations.organisation_end, name="organisation_end"),
    path(f"{_ONE}aterta/", organisations.organisation_resume, name="organisation_resume"),
    path(f"{_ONE}delar/ny/", units.unit_new, name="unit_new"),
    path(_UNIT, units.unit_edit, name="unit_edit"),
    path(f"{_UNIT}upphor/", units.unit_end, name="unit_end"),
    path(f"{_UNIT}aterta/", units.unit_resume, name="unit_resume"),
    path(f"{_ONE}skrivsatt/", units.alias_add, name="alias_add"),
    path(f"{_ONE}skrivsatt/<int:alias>/ta-bort/", units.alias_remove, name="alias_remove"),
    path(f"{_ONE}med-i/", units.membership_add, name="membership_add"),
    path(f"{_ONE}med-i/<int:membership>/", units.membership_end, name="membership_end"),
    path(_PERSONS, persons.persons, name="persons"),
    path(f"{_PERSONS}ny/", persons.person_new, name="person_new"),
    path(_PERSON, persons.person, name="person"),
    path(f"{_PERSON}andra/", persons.person_edit, name="person_edit"),
    path(f"{_PERSON}slutar/", persons.person_left, name="person_left"),
    path(f"{_PERSON}aterta/", persons.person_back, name="person_back"),
    path(f"{_PERSON}arbete/", persons.position_new, name="position_new"),
    path(f"{_PERSON}arbete/<int:position>/", persons.position_edit, name="position_edit"),
    path(f"{_PERSON}arbete/<int:position>/ta-bort/", persons.position_remove, name="position_remove"),
]
