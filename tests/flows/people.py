"""People who take a seat in the flagship the way everybody does: invited by mail, accepted by its link."""

from typing import Any

from backend.demo import PASSWORD
from tests.flows.town import Town

COORDINATOR = "coordinator@goteborg.example"
MEMBERS = ("member@stockholm.example", "member@aalborg.example", "member@orebro.example")
AUTHORS = (COORDINATOR, *MEMBERS)
OBSERVER = "observer@turku.example"
FACILITATOR = "facilitator@agency.example"
OUTSIDER = "outsider@kiruna.example"
STOCKHOLM = "212000-0142"


def seated(town: Town, network_id: str, *emails: str) -> list[dict[str, Any]]:
    """Seat these as members of Stockholm; returns their seats."""
    lines = [{"email": email, "authority": STOCKHOLM, "role": "member"} for email in emails]
    with town.api(COORDINATOR) as api:
        answer = api.post(f"networks/{network_id}/invitations/", json=lines)
        assert answer.status_code == 201, answer.text
        return [_accepted(town, email) for email in emails]


def _accepted(town: Town, email: str) -> dict[str, Any]:
    token = town.mail_to(email).text.partition("/invitations/")[2].split("/")[0]
    account = {"name": email.partition("@")[0], "password": PASSWORD}
    with town.visitor() as nobody:
        accepted = nobody.post(f"invitations/{token}/accept/", json=account)
    assert accepted.status_code == 201, accepted.text
    return dict(accepted.json())
