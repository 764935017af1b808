"""Every address that the web answers."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("comity.interfaces.web.urls")),
]
handler500 = "comity.interfaces.web.views.broken.broken"
