from django.urls import path

from .views import milestones, page

app_name = "delivery"
ACTIVITY = "<slug:county>/aktiviteter/<int:activity>/genomforande/"

urlpatterns = [
    path(ACTIVITY, page.carrying_through, name="page"),
    path(f"{ACTIVITY}milstolpar/ny/", milestones.new, name="milestone_new"),
    path(f"{ACTIVITY}milstolpar/<int:milestone>/andra/", milestones.edit, name="milestone_edit"),
    path(f"{ACTIVITY}milstolpar/<int:milestone>/klar/", milestones.done, name="milestone_done"),
    path(f"{ACTIVITY}milstolpar/<int:milestone>/", milestones.deed, name="milestone_deed"),
]
