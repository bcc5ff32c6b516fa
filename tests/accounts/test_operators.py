from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from access.actor import Actor
from accounts.admin import site
from accounts.models import ApiToken, User
from accounts.services import create_token
from tests.factories.accounts import PASSWORD, UserFactory
from web.mailcatcher import CaughtMail


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_the_admin_shows_people_and_tokens_and_no_content() -> None:
    shown = {model for model in apps.get_models() if site.is_registered(model)}

    assert {User, ApiToken} <= shown
    assert {model._meta.app_label for model in shown} <= {"accounts", "notices", "tasks"}


def test_operators_read_people_without_passwords(operator: Client, alva: User) -> None:
    page = operator.get(f"/admin/accounts/user/{alva.id}/change/").content.decode()

    assert alva.email in page
    assert alva.password not in page
    assert "_save" not in page


def test_operators_read_tokens_without_secrets(operator: Client, alva: User, clock: Actor) -> None:
    token, secret = create_token(alva.acting(clock.now), name="laptop", scopes=["read"])

    pages = [
        operator.get(f"/admin/accounts/apitoken/{rest}").content.decode()
        for rest in ("", f"{token.id}/change/")
    ]

    assert all("laptop" in page and secret not in page and token.digest not in page for page in pages)


@pytest.mark.parametrize("action", ["add/", "{id}/delete/", "{id}/change/"])
def test_operators_change_nothing_in_the_admin(operator: Client, alva: User, action: str) -> None:
    answer = operator.post(f"/admin/accounts/user/{action.format(id=alva.id)}", {"name": "Changed"})

    assert answer.status_code == 403
    assert User.objects.get(pk=alva.pk).name == "Alva Lind"


def test_people_are_not_let_into_the_admin(alva: User) -> None:
    client = Client()
    client.force_login(alva)

    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admin_is_entered_through_the_products_own_sign_in() -> None:
    answer = Client().get("/admin/")

    assert answer["Location"].startswith("/admin/login/")
    assert Client().get(answer["Location"])["Location"].startswith("/accounts/login/?next=")


def test_what_libraries_register_is_not_in_the_admin() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:account_emailaddress_changelist")


def test_an_operator_makes_a_facilitator_and_takes_it_back(alva: User) -> None:
    call_command("give_site_role", "ALVA@orebro.example", "facilitator")
    assert User.objects.get(pk=alva.pk).site_role == "facilitator"

    call_command("give_site_role", alva.email, "")
    assert User.objects.get(pk=alva.pk).site_role == ""


def test_an_operator_anonymises_who_asked_for_it(alva: User) -> None:
    call_command("anonymise_person", alva.email)

    client = Client()
    client.post("/accounts/login/", {"login": "alva@orebro.example", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(name="Alva Lind").exists()


@pytest.mark.parametrize(
    "command", [("give_site_role", "x@y.example", "facilitator"), ("anonymise_person", "x")]
)
def test_an_operator_who_mistypes_an_address_is_told(db: None, command: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command(*command)


def test_the_first_facilitator_of_an_installation_chooses_a_password_by_mail(
    db: None, mails: Callable[[], list[CaughtMail]]
) -> None:
    call_command("open_facilitator", "first@agency.example", "Första Exempel")

    person = User.objects.get(email="first@agency.example")
    assert (person.site_role, person.name) == ("facilitator", "Första Exempel")
    Client().post("/accounts/password/reset/", {"email": person.email})
    assert [mail.recipients for mail in mails()] == [("first@agency.example",)]


def test_a_facilitator_is_not_opened_twice(alva: User) -> None:
    with pytest.raises(CommandError, match="has an account already"):
        call_command("open_facilitator", alva.email, "Alva")

    assert User.objects.get(pk=alva.pk).site_role == ""
