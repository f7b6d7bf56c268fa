"""Addresses of the registers."""

from django.urls import path

from .views import corrections, exchange, levels, organisations, persons, places, units

_ORGANISATIONS = "<slug:county>/organisationer/"
_ONE = f"{_ORGANISATIONS}<int:pk>/"
_PERSONS = "<slug:county>/personer/"
_PERSON = f"{_PERSONS}<int:pk>/"
_UNIT = f"{_ONE}delar/<int:unit>/"

_LEVELS = "administration/nivaer/"
_LEVEL = f"{_LEVELS}<int:pk>/"
_NAME = f"{_ONE}tidigare-namn/<int:name>/"
_AFTER = f"{_ONE}togs-over/<int:succession>/"

_level_urls = [
    path(_LEVELS, levels.levels, name="levels"),
    path(f"{_LEVELS}ny/", levels.level_new, name="level_new"),
    path(f"{_LEVELS}filer/", exchange.level_files, name="level_files"),
    path(f"{_LEVELS}filer/nivaer.xlsx", exchange.level_download, {"kind": "xlsx"}, name="level_xlsx"),
    path(f"{_LEVELS}filer/nivaer.zip", exchange.level_download, {"kind": "zip"}, name="level_csv"),
    path(f"{_LEVELS}filer/<int:file>/", exchange.level_review, name="level_review"),
    path(_LEVEL, levels.level, name="level"),
    path(f"{_LEVEL}andra/", levels.level_edit, name="level_edit"),
    path(f"{_LEVEL}upphor/", levels.level_end, name="level_end"),
    path(f"{_LEVEL}aterta/", levels.level_resume, name="level_resume"),
    path(f"{_LEVEL}medlemmar/", levels.level_member_add, name="level_member_add"),
    path(f"{_LEVEL}medlemmar/<int:membership>/", levels.level_member_end, name="level_member_end"),
    path(f"{_LEVEL}medlemmar/<int:membership>/ta-bort/", levels.level_member_remove, name="level_member_remove"),
    path(f"{_LEVEL}tidigare-namn/", levels.level_name_new, name="level_name_new"),
    path(f"{_LEVEL}tidigare-namn/<int:name>/", levels.level_name_edit, name="level_name_edit"),
    path(f"{_LEVEL}tidigare-namn/<int:name>/ta-bort/", levels.level_name_remove, name="level_name_remove"),
]
register_urls = [
    *_level_urls,
    path(f"{_ORGANISATIONS}nivaer/<int:pk>/", levels.level_read, name="level_read"),
    path(f"{_ONE}tidigare-namn/", corrections.former_name_new, name="former_name_new"),
    path(_NAME, corrections.former_name_edit, name="former_name_edit"),
    path(f"{_NAME}ta-bort/", corrections.former_name_remove, name="former_name_remove"),
    path(f"{_ONE}togs-over/", corrections.succession_new, name="succession_new"),
    path(_AFTER, corrections.succession_edit, name="succession_edit"),
    path(f"{_AFTER}ta-bort/", corrections.succession_remove, name="succession_remove"),
    path(f"{_ONE}med-i/<int:membership>/ta-bort/", corrections.membership_remove, name="membership_remove"),
    path(f"{_ORGANISATIONS}filer/", exchange.register_files, name="register_files"),
    path(f"{_ORGANISATIONS}filer/register.xlsx", exchange.register_download, {"kind": "xlsx"}, name="register_xlsx"),
    path(f"{_ORGANISATIONS}filer/register.zip", exchange.register_download, {"kind": "zip"}, name="register_csv"),
    path(f"{_ORGANISATIONS}filer/<int:file>/", exchange.register_review, name="register_review"),
    path(f"{_ORGANISATIONS}ny/", organisations.organisation_new, name="organisation_new"),
    path(f"{_ONE}andra/", organisations.organisation_edit, name="organisation_edit"),
    path(f"{_ONE}upphor/", organisations.organisation_end, name="organisation_end"),
    path(f"{_ONE}aterta/", organisations.organisation_resume, name="organisation_resume"),
    path(f"{_ONE}platser/", places.places, name="places"),
    path(f"{_ONE}platser/<int:place>/", places.place_edit, name="place_edit"),
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
