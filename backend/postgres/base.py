"""Kept connections are checked before use. Django asks the server, which costs a round trip for each request.

A server that ends says so on the socket, or its kernel does. So a connection on which nothing has arrived
needs no question; on any other the server is asked as before.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError


def lives(connection: "Connection[Any]") -> bool:
    """Whether an idle connection can be used."""
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)  # errors and hang-ups are told unasked
    return not poll.poll(0) or _answers(connection)


def _answers(connection: "Connection[Any]") -> bool:
    try:
        connection.execute("SELECT 1")
    except OperationalError:
        return False
    return True


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of Django's that is checked without a round trip, kept by its thread or by the pool."""

    def is_usable(self) -> bool:
        """Whether the thread's connection can be used for the next request."""
        return self.connection is not None and lives(self.connection)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection, or take a living one from the pool. Raises OperationalError."""
        connection = super().get_new_connection(conn_params)
        while self.pool and not lives(connection):
            connection.close()
            self.pool.putconn(connection)  # which opens another in its place
            connection = super().get_new_connection(conn_params)
        return connection
