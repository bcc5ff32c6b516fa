from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_snapshots")]
    operations = [
        migrations.AddField(
            model_name="document",
            name="about_kind",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="document",
            name="about_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="language",
            field=models.CharField(
                choices=[("sv", "Swedish"), ("en", "English")], default="sv", max_length=2
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=Q(about_kind="", about_id=None) | (~Q(about_kind="") & Q(about_id__isnull=False)),
                name="document_is_about_a_whole_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=Q(language__in=["sv", "en"]), name="document_language_is_spoken"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=Q(about_id__isnull=False), fields=["about_id"], name="documents_about_a_subject"
            ),
        ),
    ]
