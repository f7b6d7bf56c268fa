from django.urls import path

from .views import page

app_name = "delivery"
ACTIVITY = "<slug:county>/aktiviteter/<int:activity>/genomforande/"

urlpatterns = [
    path(ACTIVITY, page.carrying_through, name="page"),
]
