"""The guards that stand around every test do what they promise."""

import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError

from accounts.models import Authority
from messaging.models import Room
from networks.models import Network
from tests.factories.accounts import AuthorityFactory
from tests.factories.messaging import RoomFactory


@pytest.fixture
def rooms(network: Network) -> list[Room]:
    """Twelve rooms: so many come in their own order by chance once in 479,001,600 times."""
    return [RoomFactory.create(network=network) for _number in range(12)]


def test_rows_that_nobody_ordered_come_in_any_order(rooms: list[Room]) -> None:
    orders = {tuple(room.pk for room in Room.objects.all()) for _time in range(3)}
    streamed = {tuple(room.pk for room in Room.objects.all().iterator()) for _time in range(3)}

    assert len(orders | streamed) > 1


def test_rows_that_somebody_ordered_come_in_that_order(rooms: list[Room]) -> None:
    wanted = [room.pk for room in rooms]

    assert list(Room.objects.order_by("pk").values_list("pk", flat=True)) == wanted
    assert [room.pk for room in Room.objects.order_by("pk").iterator()] == wanted


@pytest.mark.django_db
def test_a_model_with_an_order_of_its_own_keeps_it() -> None:
    for name in "CAB":
        AuthorityFactory.create(name=name)

    assert [authority.name for authority in Authority.objects.all()] == ["A", "B", "C"]


def test_the_network_is_closed_but_for_this_machine() -> None:
    # The guard warns before it refuses, and a warning is an error.
    with pytest.raises((SocketConnectBlockedError, UserWarning)), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))

    with socket.create_server(("127.0.0.1", 0)) as here, socket.socket() as inside:
        inside.connect(here.getsockname())


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning, match="old way"):
        warnings.warn("the old way", DeprecationWarning, stacklevel=1)
