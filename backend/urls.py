"""Which room answers which address."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.admin import site as operators
from backend import failures, health

# What is asked most comes first: each pattern before it costs every request a search.
ROOMS = [
    "messaging",
    "networks",
    "accounts",
    "documents",
    "needs",
    "search",
    "tasks",
    "decisions",
    "notices",
    "files",
    "market",
    "support",
    "records",
    "live",
]

# What is answered when everything inside gave up.
handler500 = failures.server_error
handler400 = "web.views.errors.malformed"
handler403 = "web.views.errors.forbidden"
handler404 = "web.views.errors.not_found"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    # Split, because our pages run no inline script.
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_docs"),
    path("api/v1/", include([path("", include(f"{room}.urls")) for room in ROOMS])),
    path("admin/", operators.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("web.urls")),
]
