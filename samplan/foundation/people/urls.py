from django.urls import path

from .views import account, organisations

app_name = "people"
urlpatterns = [
    path("konto/utseende/", account.theme, name="theme"),
    path("konto/prova/", account.demo_sign_in, name="demo_sign_in"),
    path("<slug:county>/organisationer/", organisations.organisations, name="organisations"),
    path("<slug:county>/organisationer/<int:pk>/", organisations.organisation, name="organisation"),
    path("<slug:county>/organisationer/<int:pk>/roller/", organisations.role_give, name="role_give"),
    path("<slug:county>/organisationer/<int:pk>/roller/<int:role>/", organisations.role_end, name="role_end"),
]
