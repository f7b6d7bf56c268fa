from django.urls import path

from . import post, views

app_name = "home"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("delar/", views.parts, name="parts"),
    path("post/", post.letters, name="post"),
    path("<slug:county>/", views.start, name="start"),
    path("<slug:county>/sok/", views.search, name="search"),
    path("<slug:county>/kalender.ics", views.calendar, name="calendar"),
]
