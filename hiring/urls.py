"""Every address of the house. One word names the address, the view and the template."""

from django.urls import URLPattern, path

from hiring.views import account, health, home, rubrics

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("account/", account.settings, name="account"),
    path("accounts/demo/", account.demo_sign_in, name="demo_sign_in"),
    path("rubrics/", rubrics.rubrics, name="rubrics"),
    path("rubrics/<int:pk>/", rubrics.rubric, name="rubric"),
    path("favicon.ico", health.icon),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
