from django.urls import path

from . import views

app_name = "analysis"
urlpatterns = [
    path("<slug:county>/sammanstallning/", views.latest, name="list"),
    path("<slug:county>/sammanstallning/<int:pk>/", views.compilation, name="round"),
    path("<slug:county>/sammanstallning/<int:pk>/tabell.xlsx", views.workbook, name="workbook"),
    path("<slug:county>/sammanstallning/<int:pk>/fraga/<int:question>/", views.question_page, name="question"),
    path("<slug:county>/sammanstallning/<int:pk>/fraga/<int:question>/rapport/", views.to_report, name="to_report"),
    path("<slug:county>/sammanstallning/<int:pk>/fraga/<int:question>/stammer/", views.confirm, name="confirm"),
]
