from django.urls import path

from . import open_views, views

app_name = "reports"
urlpatterns = [
    path("oppet/<slug:county>/rapport/<int:pk>/", open_views.published, name="published"),
    path("oppet/<slug:county>/rapport/<int:pk>/rapport.pdf", open_views.published_pdf, name="published_pdf"),
    path("<slug:county>/rapporter/<int:pk>/publicera/", open_views.publish, name="publish"),
    path("<slug:county>/rapporter/", views.list_, name="list"),
    path("<slug:county>/rapporter/omgang/<int:round_id>/", views.for_round, name="for_round"),
    path("<slug:county>/rapporter/<int:pk>/", views.detail, name="detail"),
    path("<slug:county>/rapporter/<int:pk>/historik/", views.history, name="history"),
    path("<slug:county>/rapporter/<int:pk>/skriv/<str:part>/", views.write, name="write"),
    path("<slug:county>/rapporter/<int:pk>/uppgifter/", views.edit, name="edit"),
    path("<slug:county>/rapporter/<int:pk>/godkann/", views.approve, name="approve"),
    path("<slug:county>/rapporter/<int:pk>/ratta/", views.correct, name="correct"),
    path("<slug:county>/rapporter/<int:pk>/rapport.docx", views.word, name="word"),
    path("<slug:county>/rapporter/<int:pk>/rapport.pdf", views.pdf, name="pdf"),
]
