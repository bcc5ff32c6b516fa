"""The operators' admin: reads people and tokens, changes nothing. Other rooms add what operators watch."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User


class OperatorsSite(admin.AdminSite):
    """An admin of its own, so that what libraries register elsewhere is not shown."""

    site_header = site_title = "Samverk"
    index_title = _("Operations")


site = OperatorsSite(name="admin")
# The product's own sign-in page, with its second factor and limits, stands before the admin.
site.login = secure_admin_login(site.login)  # type: ignore[method-assign]


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Shows rows; the verbs change them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes."""
        return False


@admin.register(User, site=site)
class UserAdmin(ReadOnlyAdmin):
    """People, without their passwords."""

    list_display = ("email", "name", "site_role", "is_active", "last_login", "anonymised_at")
    list_filter = ("is_active", "site_role", "language")
    search_fields = ("email", "name")
    exclude = ("password",)


@admin.register(ApiToken, site=site)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Tokens, without what they open with."""

    list_display = ("name", "prefix", "user", "scopes", "expires_at", "revoked_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__email")
    exclude = ("digest",)
