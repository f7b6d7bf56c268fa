from django.urls import path

from . import digest_views, handing_over, letter_views, open_views, post, views

app_name = "home"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("delar/", views.parts, name="parts"),
    path("post/", post.letters, name="post"),
    path("administration/post/", letter_views.all_letters, name="all_letters"),
    path("administration/post/brev/", letter_views.act_any, name="any_letter"),
    path("konto/veckobrev/", digest_views.settings_page, name="digest_settings"),
    path("veckobrev/avsluta/<str:token>/", digest_views.end, name="digest_end"),
    path("oppet/", open_views.start, name="open_start"),
    path("oppet/<slug:county>/", open_views.of_county, name="published"),
    path("<slug:county>/post/", letter_views.log, name="letters"),
    path("<slug:county>/post/brev/", letter_views.act, name="letter"),
    path("<slug:county>/", views.start, name="start"),
    path("<slug:county>/lamna-over/", handing_over.hand_over, name="hand_over"),
    path("<slug:county>/lamna-over/oppna/", handing_over.open_again, name="open_again"),
    path("<slug:county>/utan-ansvarig/", handing_over.ownerless, name="ownerless"),
    path("<slug:county>/sok/", views.search, name="search"),
    path("<slug:county>/kalender.ics", views.calendar, name="calendar"),
]
