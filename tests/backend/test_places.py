import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backend import places


def test_sockets_lie_in_the_var_folder() -> None:
    assert places.sockets(Path("/srv/samverk/var")) == Path("/srv/samverk/var/run")


def test_a_path_too_long_for_a_socket_moves_to_the_temp_folder() -> None:
    var = Path("/srv") / ("deep" * 30)

    folder = places.sockets(var)

    assert not folder.is_relative_to("/srv")
    assert len(os.fsencode(folder / "pg" / ".s.PGSQL.5432")) <= places.LONGEST_SOCKET_PATH
    assert folder != places.sockets(var / "other"), "each var folder has sockets of its own"


def test_the_longest_socket_path_that_fits_is_used_as_it_is() -> None:
    room = places.LONGEST_SOCKET_PATH - len("/") - len("/run/pg/.s.PGSQL.5432")
    fits, too_long = Path("/" + "v" * room), Path("/" + "v" * (room + 1))

    assert places.sockets(fits) == fits / "run"
    assert places.sockets(too_long) != too_long / "run"


def test_letters_beyond_ascii_are_counted_as_the_bytes_they_take() -> None:
    room = places.LONGEST_SOCKET_PATH - len("/") - len("/run/pg/.s.PGSQL.5432")
    var = Path("/" + "ö" * room)

    assert places.sockets(var) != var / "run"


def test_the_database_address_names_the_socket_folder_and_the_database() -> None:
    parts = urlsplit(places.postgres_url(Path("/srv/samverk/var")))

    assert parts.username == "samverk"
    assert unquote(parts.hostname or "") == "/srv/samverk/var/run/pg"
    assert parts.path == "/samverk"
