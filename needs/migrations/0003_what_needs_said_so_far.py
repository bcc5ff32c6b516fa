"""Keep what every need says today as its first version, and what was adopted as that."""

from typing import Any

from django.db import migrations

TITLES = ("title_sv", "title_en", "one_liner")


def keep(apps: Any, _schema_editor: Any) -> None:
    need_model, version_model = apps.get_model("needs", "Need"), apps.get_model("needs", "NeedVersion")
    for need in need_model.objects.order_by("pk").iterator():
        version_model.objects.create(
            need=need,
            number=need.version,
            network_id=need.network_id,
            zone=need.zone,
            authority_id=need.authority_id,
            members_only=need.members_only,
            **{name: getattr(need, name) for name in TITLES},
            written_by_id=need.owner_id,
            written_for_id=need.owner_authority_id,
            written_at=need.shared_at or need.opened_at,
        )
        if need.status in ("adopted", "superseded"):
            need.adopted_version = need.version
            need.adopted_on = (need.shared_at or need.opened_at).date()
            need.save(update_fields=["adopted_version", "adopted_on"])


class Migration(migrations.Migration):
    dependencies = [("needs", "0002_need_in_full")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
