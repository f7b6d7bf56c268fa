from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("konto/utseende/", views.theme, name="theme"),
    path("konto/prova/", views.demo_sign_in, name="demo_sign_in"),
    path("<slug:county>/organisationer/", views.organisations, name="organisations"),
    path("<slug:county>/organisationer/<int:pk>/", views.organisation, name="organisation"),
    path("<slug:county>/organisationer/<int:pk>/roller/", views.role_give, name="role_give"),
    path("<slug:county>/organisationer/<int:pk>/roller/<int:role>/", views.role_end, name="role_end"),
]
