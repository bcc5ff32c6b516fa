from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible, Stale
from documents.models import Document
from documents.services import share_document
from needs.models import Need
from needs.services import change_need, share_need
from tests.answers import footprint
from tests.cast import Cast
from tests.factories.needs import a_need

Journal = Callable[[str], list[str]]


def test_a_need_begins_as_a_draft_that_only_ones_own_authority_sees(
    goteborg: Actor, stockholm: Actor, journal_of: Journal
) -> None:
    need = a_need(goteborg)

    assert (need.status, need.zone, need.authority_id) == ("draft", "authority", goteborg.authority_id)
    assert need.is_owned_by(goteborg)
    assert not Need.objects.visible_to(stockholm).exists()
    assert journal_of(f"network:{need.network_id}") == []
    assert journal_of(f"authority:{need.network_id}:{goteborg.authority_id}")[-1] == "need.opened_privately"


@pytest.mark.parametrize(
    ("language", "title"), [("sv", "Utsläppsfria leveranser"), ("en", "Zero-emission deliveries")]
)
def test_its_document_comes_with_it_in_its_zone_and_language(
    goteborg: Actor, language: str, title: str
) -> None:
    need = a_need(goteborg, language=language)

    document = Document.objects.get()
    assert need.document_id == document.pk
    assert (document.title, document.zone, document.authority_id) == (
        title,
        "authority",
        goteborg.authority_id,
    )


def test_a_need_opened_for_the_network_is_told_to_it(
    goteborg: Actor, turku: Actor, journal_of: Journal
) -> None:
    need = a_need(goteborg, zone="network")

    assert journal_of(f"network:{need.network_id}") == ["document.created", "need.opened"]
    assert Need.objects.visible_to(turku).get() == need


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"title_sv": " "}, "/title_sv", "blank"),
        ({"title_en": "x" * 201}, "/title_en", "too_long"),
        ({"one_liner": "x" * 501}, "/one_liner", "too_long"),
        ({"one_liner": "nul\x00"}, "/one_liner", "control_characters"),
        ({"language": "de"}, "/language", "language"),
        ({"zone": "public"}, "/zone", "zone"),
    ],
)
def test_what_can_not_be_a_need_is_refused_and_leaves_no_document(
    goteborg: Actor, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    before = footprint()

    with pytest.raises(Invalid) as refusal, transaction.atomic():
        a_need(goteborg, **wrong)

    assert [(error.pointer, error.code) for error in refusal.value.errors] == [(pointer, code)]
    assert footprint() == before


@pytest.mark.parametrize(
    ("owner", "zone", "code"),
    [
        ("kiruna", "network", "no_seat"),
        ("turku", "network", "reads_only"),
        ("stockholm", "authority", "out_of_sight"),
    ],
)
def test_the_owner_has_to_be_somebody_who_can_answer_for_it(
    goteborg: Actor, cast: Cast, owner: str, zone: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        a_need(goteborg, owner_id=cast.people[owner].pk, zone=zone)

    assert refusal.value.errors[0].code == code


@pytest.mark.parametrize("name", ["turku", "facilitator"])
def test_whoever_only_reads_opens_none(cast: Cast, goteborg: Actor, name: str) -> None:
    with pytest.raises(Forbidden):
        a_need(cast.actor(name))


def test_a_need_moves_by_its_steps_and_tells_where_it_is_seen(goteborg: Actor, journal_of: Journal) -> None:
    need = change_need(goteborg, need=a_need(goteborg), status="internal_review")
    need = share_need(goteborg, need=need)
    need = change_need(goteborg, need=need, status="hearing")
    need = change_need(goteborg, need=need, status="adopted")

    assert journal_of(f"authority:{need.network_id}:{goteborg.authority_id}")[1:] == [
        "need.opened_privately",
        "need.changed_privately",
    ]
    assert journal_of(f"network:{need.network_id}") == [
        *("document.shared", "need.shared"),
        *("need.changed", "need.changed"),
    ]
    assert need.version == 5


@pytest.mark.parametrize("status", ["hearing", "adopted", "superseded"])
def test_a_step_that_does_not_follow_is_a_conflict(goteborg: Actor, status: str) -> None:
    with pytest.raises(Conflict, match="no_such_step"):
        change_need(goteborg, need=a_need(goteborg, zone="network"), status=status)


def test_a_need_is_not_heard_before_it_is_shared(goteborg: Actor) -> None:
    need = change_need(goteborg, need=a_need(goteborg), status="internal_review")

    with pytest.raises(Conflict, match="no_such_step"):
        change_need(goteborg, need=need, status="hearing")


def test_an_unknown_status_is_invalid(goteborg: Actor) -> None:
    with pytest.raises(Invalid, match="internal_review"):
        change_need(goteborg, need=a_need(goteborg), status="party")


def test_its_owner_and_a_coordinator_change_it_and_nobody_else(
    goteborg: Actor, stockholm: Actor, orebro: Actor
) -> None:
    need = a_need(stockholm, zone="network")

    need = change_need(stockholm, need=need, one_liner="Utan utsläpp fram till dörren")
    need = change_need(goteborg, need=need, title_en="Deliveries without emissions")
    with pytest.raises(Forbidden, match=r"need\.manage"):
        change_need(orebro, need=need, title_en="Mine")

    need.refresh_from_db()
    assert (need.title_en, need.one_liner) == (
        "Deliveries without emissions",
        "Utan utsläpp fram till dörren",
    )


def test_a_new_owner_brings_their_authority(goteborg: Actor, cast: Cast) -> None:
    need = change_need(goteborg, need=a_need(goteborg, zone="network"), owner_id=cast.people["aalborg"].pk)

    assert (need.owner, need.owner_authority) == (cast.people["aalborg"], cast.authority("aalborg"))


def test_a_change_to_another_version_than_the_one_read_is_stale(goteborg: Actor) -> None:
    need = change_need(goteborg, need=a_need(goteborg), one_liner="Först")

    with pytest.raises(Stale):
        change_need(goteborg, need=need, version=1, one_liner="Sen")


def test_a_change_to_the_same_is_none(goteborg: Actor, journal_of: Journal) -> None:
    need = a_need(goteborg, zone="network")

    again = change_need(goteborg, need=need, title_sv=need.title_sv, status="draft")

    assert again.version == 1
    assert journal_of(f"network:{need.network_id}") == ["document.created", "need.opened"]


def test_sharing_shares_the_document_too_and_can_not_be_done_twice(goteborg: Actor, stockholm: Actor) -> None:
    need = share_need(goteborg, need=a_need(goteborg))

    assert need.shared_at == goteborg.now
    assert Need.objects.visible_to(stockholm).get() == need
    assert Document.objects.visible_to(stockholm).get().pk == need.document_id
    with pytest.raises(Conflict, match="already_shared"):
        share_need(goteborg, need=need)


def test_a_document_that_was_shared_alone_before_is_no_hindrance(goteborg: Actor) -> None:
    need = a_need(goteborg)
    share_document(goteborg, document=Document.objects.get())

    assert not share_need(goteborg, need=need).is_private


def test_another_authoritys_draft_is_not_there(goteborg: Actor, stockholm: Actor) -> None:
    need = a_need(stockholm)

    with pytest.raises(NotVisible):
        change_need(goteborg, need=need, one_liner="Vårt")
    with pytest.raises(NotVisible):
        share_need(goteborg, need=need)


@pytest.mark.parametrize(("language", "title"), [("sv", "title_sv"), ("en", "title_en")])
def test_a_need_is_called_by_the_readers_language(goteborg: Actor, language: str, title: str) -> None:
    need = a_need(goteborg)

    with translation.override(language):
        assert str(need) == getattr(need, title)
