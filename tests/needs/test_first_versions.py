"""Needs from before versions were kept get their first one when the database is brought up to date."""

from importlib import import_module

from django.apps import apps

from access.actor import Actor
from needs.keeping import latest
from needs.models import Need, NeedVersion
from needs.services import change_need
from networks.models import Network

keep = import_module("needs.migrations.0003_what_needs_said_so_far").keep


def test_what_an_old_need_says_becomes_its_first_version(goteborg: Actor, network: Network) -> None:
    old = Need.objects.create(
        network=network,
        zone="authority",
        authority_id=goteborg.authority_id,
        title_sv="Leveranser",
        title_en="Deliveries",
        one_liner="Fram utan utsläpp",
        language="sv",
        owner_id=goteborg.person_id,
        owner_authority_id=goteborg.represents,
        opened_by_id=goteborg.person_id,
        opened_at=goteborg.now,
        version=4,
    )

    keep(apps, None)

    first = NeedVersion.objects.get()
    assert (first.number, first.title_en, first.one_liner) == (4, "Deliveries", "Fram utan utsläpp")
    assert (first.zone, first.authority_id) == ("authority", goteborg.authority_id)
    assert (first.written_by_id, first.written_at) == (goteborg.person_id, old.opened_at)
    changed = change_need(goteborg, need=old, problem="Många leveranser")
    assert latest(changed).problem == "Många leveranser"
