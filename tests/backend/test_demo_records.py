import pytest
from django.core.management import call_command

from records.jobs import sweep_exports
from records.making import make_export
from records.models import RecordExport
from tests.records.archives import clock


@pytest.mark.django_db
def test_the_demos_registrator_has_asked_for_all_records_which_the_clock_has_made() -> None:
    call_command("load_demo")

    assert sweep_exports() == 1

    export = RecordExport.objects.get()
    assert export.asked_by.email == "registrator@stockholm.example"
    assert make_export(clock, export.pk)
    export.refresh_from_db()
    assert (export.state, export.name[:15]) == ("done", "Stockholms stad")
