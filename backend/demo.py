"""When `make run` loads the demo, and who may sign in there."""

from collections.abc import Mapping

import psycopg

PASSWORD = "samverk-demo"  # noqa: S105 - public, and good only where the demo was loaded
PEOPLE = {
    "coordinator@goteborg.example": "coordinates the flagship network",
    "member@stockholm.example": "a member of it",
    "registrator@stockholm.example": "keeps the records of that authority",
    "member@aalborg.example": "a member of it, in Denmark",
    "member@orebro.example": "a member of it",
    "observer@turku.example": "observes it from Finland",
    "facilitator@agency.example": "the agency's facilitator",
    "outsider@kiruna.example": "in another network only",
}


def is_loaded(database_url: str) -> bool:
    """Whether the demo's people are in this database."""
    return _asks(
        database_url, "SELECT EXISTS (SELECT FROM accounts_user WHERE email = %s)", next(iter(PEOPLE))
    )


def is_wanted(given: Mapping[str, str], database_url: str) -> bool:
    """Into our own database while it is empty, or where DEMO=1 asks; never twice, never with DEMO=0."""
    if is_loaded(database_url) or given.get("DEMO") == "0":
        return False
    is_ours_and_empty = "DATABASE_URL" not in given and not _asks(
        database_url,
        "SELECT EXISTS (SELECT FROM accounts_user)",
    )
    return is_ours_and_empty or given.get("DEMO") == "1"


def sign_ins() -> str:
    """Who may sign in, one a line, and with what."""
    width = max(map(len, PEOPLE))
    people = "\n".join(f"  {email:<{width}}  {role}" for email, role in PEOPLE.items())
    return f"Sign in with the password {PASSWORD} as\n{people}"


def _asks(database_url: str, question: str, *values: str) -> bool:
    with psycopg.connect(database_url, connect_timeout=3) as connection:
        row = connection.execute(question.encode(), values).fetchone()
        return bool(row and row[0])
