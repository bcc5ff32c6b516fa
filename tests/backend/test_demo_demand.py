import pytest
from django.core.management import call_command

from needs.models import Annex, DemandLine, Publication, Snapshot


@pytest.mark.django_db
def test_the_demo_shows_shown_and_masked_demand_and_a_frozen_table() -> None:
    call_command("load_demo")

    cells = Publication.objects.get().cells
    assert sorted((cell["item"]["unit"], cell["year"], cell["commitment"], cell["state"]) for cell in cells)
    assert {cell["state"] for cell in cells} == {"shown", "masked"}
    shown = [cell for cell in cells if cell["state"] == "shown" and cell["authorities"]]
    assert [cell["mid"] for cell in sorted(shown, key=lambda one: one["commitment"])][:1] == ["392000"]
    assert Snapshot.objects.get().title == "Underlag till RFI"
    assert (Annex.objects.filter(zone="network").count(), DemandLine.objects.count()) == (3, 18)
    assert DemandLine.objects.filter(version=2).count() == 1
