"""Which room answers which address."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from backend import health

ROOMS = ["accounts", "networks", "messaging", "documents", "tasks", "notices", "market", "live"]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include([path("", include(f"{room}.urls")) for room in ROOMS])),
    path("accounts/", include("allauth.urls")),
    path("", include("web.urls")),
]
