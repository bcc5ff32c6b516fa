"""One item of a need's catalogue: corrected, retired, brought back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Forbidden, NotVisible, Refusal
from needs.models import NAMING, DemandItem
from needs.services.items import correct_item, is_counted_in, restore_item, retire_item
from web.forms.demand import ItemChangeForm
from web.refused import told
from web.views.needs import OneNeed

_MOST_VERSIONS = 50


class ItemPage(OneNeed):
    """The item as it is called, and what it was called before; names, code and unit are corrected here."""

    def get(self, request: HttpRequest, need_id: UUID, item_id: UUID) -> HttpResponse:
        """Show it."""
        item = self.item(item_id)
        return self.page(item, self._form(item))

    def post(self, request: HttpRequest, need_id: UUID, item_id: UUID) -> HttpResponse:
        """Save what it shall be called."""
        item = self.item(item_id)
        form = self._form(item, request)
        if not form.is_valid():
            return self.page(item, form, status=422)
        wanted = dict(form.cleaned_data)
        try:
            correct_item(self.actor, item=item, version=wanted.pop("version"), **wanted)
        except Refusal as refusal:
            told(form, refusal)
            return self.page(item, form, status=refusal.status)
        messages.success(request, _("The item is corrected."))
        return redirect("demand", need_id)

    def item(self, item_id: UUID) -> DemandItem:
        """The item, for whoever may correct it. Raises NotVisible, Forbidden."""
        found = DemandItem.objects.select_related("need").filter(need=self.carried, pk=item_id).first()
        if found is None:
            raise NotVisible
        if not self.may_edit():
            raise Forbidden(Permission.NEED_MANAGE)
        return found

    def page(self, item: DemandItem, form: ItemChangeForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        shell = self.shell()
        return self.show(
            "web/demand_item.html",
            shell,
            status=status,
            tab="needs",
            need=self.carried,
            item=item,
            form=form,
            versions=item.versions.select_related("said_by").order_by("-number")[:_MOST_VERSIONS],
        )

    def _form(self, item: DemandItem, request: HttpRequest | None = None) -> ItemChangeForm:
        initial = {name: getattr(item, name) for name in (*NAMING, "version")}
        fixed = is_counted_in(item)
        return ItemChangeForm(request.POST if request else None, initial=initial, is_unit_fixed=fixed)


class ItemAct(ItemPage):
    """Retires an item, or brings it back."""

    def post(self, request: HttpRequest, need_id: UUID, item_id: UUID) -> HttpResponse:
        """Do it."""
        item, act, version = self.item(item_id), request.POST.get("act"), request.POST.get("version", "")
        if act not in ("retire", "restore") or not (version.isascii() and version.isdigit()):
            raise NotVisible
        if act == "retire":
            retire_item(self.actor, item=item, version=int(version[:9]))
            messages.success(request, _("The item is retired."))
        else:
            restore_item(self.actor, item=item, version=int(version[:9]))
            messages.success(request, _("The item takes new lines again."))
        return redirect("demand", need_id)
