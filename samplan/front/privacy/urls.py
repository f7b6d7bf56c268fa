from django.urls import path

from .views import addresses, erasures, keeping, people

app_name = "privacy"
urlpatterns = [
    path("konto/uppgifter/", people.my_data, name="my_data"),
    path("konto/uppgifter/fil/<slug:kind>/", people.my_file, name="my_file"),
    path("personuppgifter/", people.people, name="people"),
    path("personuppgifter/<int:person>/", people.person, name="person"),
    path("personuppgifter/<int:person>/fil/<slug:kind>/", people.person_file, name="person_file"),
    path("personuppgifter/<int:person>/ratta/", people.correct, name="correct"),
    path("personuppgifter/<int:person>/ta-bort/", people.erase, name="erase"),
    path("personuppgifter/adress/<str:token>/", addresses.address, name="address"),
    path("personuppgifter/adress/<str:token>/fil/<slug:kind>/", addresses.address_file, name="address_file"),
    path("personuppgifter/adress/<str:token>/ta-bort/", addresses.erase_address, name="erase_address"),
    path("administration/borttaget/", erasures.erasures, name="erasures"),
    path("administration/gallring/", keeping.keeping, name="keeping"),
    path("administration/gallring/<int:pk>/", keeping.proposal, name="proposal"),
    path("administration/gallring/tid/<str:key>/", keeping.time, name="time"),
    path("administration/registerforteckning/", keeping.record, name="record"),
    path("administration/registerforteckning/fil/<slug:kind>/", keeping.record_file, name="record_file"),
    path("administration/personuppgiftsansvarig/", keeping.controller, name="controller"),
]
