"""The button by which a coordinator adopts a need without asking."""

from datetime import timedelta

from access.actor import Actor
from needs.services import change_need
from needs.services.adopting import ask_adoption
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of


def test_the_button_to_adopt_is_there_for_who_may_alone(
    browser: Browser, goteborg: Actor, stockholm: Actor
) -> None:
    need = a_need(goteborg, zone="network")
    for changes in ({"status": "internal_review"}, {"status": "hearing"}, {"owner_id": stockholm.person_id}):
        need = change_need(goteborg, need=need, **changes)
    path = f"/needs/{need.pk}/"
    assert "Adopt the need" in text_of(browser("goteborg").get(path))
    assert "Adopt the need" not in text_of(browser("stockholm").get(path))

    ask_adoption(goteborg, need=need, closes_at=goteborg.now + timedelta(days=7))

    assert "Adopt the need" not in text_of(browser("goteborg").get(path))
    step = browser("goteborg").post(f"{path}step/", {"status": "adopted"})
    assert step.status_code == 409
    assert "what they say decides" in text_of(step)
