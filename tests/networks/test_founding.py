from collections.abc import Callable

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Barred, Forbidden, Invalid, Stale
from networks.models import Invitation, Membership, Network, Seat
from networks.services import change_network, create_network
from networks.services.invitations import authority_named
from tests.cast import Cast
from tests.factories.accounts import AuthorityFactory

TEXTS = {
    "name_sv": "Cirkulära möbler",
    "name_en": "Circular furniture",
    "purpose_sv": "Köpa begagnat tillsammans.",
    "purpose_en": "Buy used furniture together.",
}


def found(actor: Actor, cast: Cast, email: str = "ny@orebro.example", **texts: str) -> Network:
    return create_network(
        actor, host=cast.authority("orebro"), coordinator_email=email, **TEXTS | {"phase": "idea"} | texts
    )


def test_a_facilitator_sets_a_network_up_and_its_coordinator_is_invited(
    facilitator: Actor, cast: Cast, journal_of: Callable[[str], list[str]]
) -> None:
    network = found(facilitator, cast)

    assert network.slug.startswith("circular-furniture-")
    assert network.openness == "invite_only"
    invitation = Invitation.objects.get(network=network)
    assert (invitation.email, invitation.role) == ("ny@orebro.example", "coordinator")
    assert Membership.objects.get(network=network).level == "lead"
    assert not Seat.objects.filter(network=network).exists()
    assert journal_of(f"network:{network.pk}") == [
        "network.created",
        "membership.started",
        "invitation.sent",
    ]


def test_a_coordinator_of_another_network_may_not_found_one(goteborg: Actor, cast: Cast) -> None:
    with pytest.raises(Forbidden, match=r"network\.create"):
        found(goteborg, cast)

    assert Network.objects.count() == 2


def test_a_facilitator_can_not_coordinate_what_they_support(facilitator: Actor, cast: Cast) -> None:
    with pytest.raises(Barred, match="own_coordinator"):
        found(facilitator, cast, email=" Facilitator@Agency.example ")


@pytest.mark.parametrize(
    ("texts", "pointer"),
    [
        ({"name_sv": " "}, "/name_sv"),
        ({"name_en": "x" * 201}, "/name_en"),
        ({"purpose_sv": "\u202e"}, "/purpose_sv"),
        ({"phase": "party"}, "/phase"),
        ({"openness": "ajar"}, "/openness"),
    ],
)
def test_a_network_of_bad_words_is_refused(
    facilitator: Actor, cast: Cast, texts: dict[str, str], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        found(facilitator, cast, **texts)

    assert refused.value.errors[0].pointer == pointer
    assert Network.objects.count() == 2


def test_two_networks_of_one_name_have_two_slugs(facilitator: Actor, cast: Cast) -> None:
    assert found(facilitator, cast).slug != found(facilitator, cast, email="b@orebro.example").slug


def test_a_network_is_set_up_over_http(facilitator_client: APIClient, cast: Cast) -> None:
    answer = facilitator_client.post(
        "/api/v1/networks/", {**TEXTS, "host": "2120001967", "coordinator_email": "ny@orebro.example"}
    )

    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    assert answer.json()["purpose"] == {"sv": TEXTS["purpose_sv"], "en": TEXTS["purpose_en"]}


@pytest.mark.parametrize(
    ("named", "code"),
    [("2120001967", None), ("212000-1967", None), ("örebro KOMMUN", None), ("Nowhere", "authority")],
)
def test_an_authority_is_found_by_number_or_exact_name(cast: Cast, named: str, code: str | None) -> None:
    if code is None:
        assert authority_named(named) == cast.authority("orebro")
        return
    with pytest.raises(Invalid, match="no authority that we know"):
        authority_named(named)


def test_an_authority_is_found_by_its_id(cast: Cast) -> None:
    assert authority_named(str(cast.authority("turku").pk)) == cast.authority("turku")


def test_a_name_that_two_authorities_share_asks_for_an_id(cast: Cast) -> None:
    AuthorityFactory.create(name="Örebro kommun")

    with pytest.raises(Invalid, match="more than one authority"):
        authority_named("Örebro kommun")


@pytest.mark.parametrize("named", ["", "\x00", "x" * 201])
def test_what_names_no_authority_is_a_clear_problem(cast: Cast, named: str) -> None:
    with pytest.raises(Invalid) as refused:
        authority_named(named)

    assert refused.value.errors[0].pointer == "/authority"


def test_a_coordinator_changes_texts_and_the_version_goes_up(
    goteborg: Actor, network: Network, journal_of: Callable[[str], list[str]]
) -> None:
    changed = change_network(goteborg, network=network, version=1, name_en="Nordic ZED", openness="open")

    assert (changed.name_en, changed.openness, changed.version) == ("Nordic ZED", "open", 2)
    assert journal_of(f"network:{network.pk}") == ["network.changed"]


def test_a_change_of_an_older_version_is_stale(goteborg: Actor, network: Network) -> None:
    change_network(goteborg, network=network, phase="closed")

    with pytest.raises(Stale):
        change_network(goteborg, network=network, version=1, phase="idea")

    assert Network.objects.get(pk=network.pk).phase == "closed"


def test_a_member_may_not_change_the_network(stockholm: Actor, network: Network) -> None:
    with pytest.raises(Forbidden, match=r"network\.edit"):
        change_network(stockholm, network=network, phase="closed")


def test_names_are_read_in_the_language_of_the_reader(network: Network) -> None:
    with translation.override("sv"):
        assert (network.name, network.purpose) == (network.name_sv, network.purpose_sv)
    with translation.override("en"):
        assert (str(network), network.origin_note) == (network.name_en, "")
