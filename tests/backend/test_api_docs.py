import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_api_can_be_read_without_a_cdn() -> None:
    page = Client().get("/api/docs/").content.decode()

    assert "/static/drf_spectacular_sidecar/" in page
    assert "https://" not in page


@pytest.mark.django_db
def test_the_schema_is_openapi_3_1() -> None:
    schema = Client().get("/api/schema/?format=json").json()

    assert schema["openapi"] == "3.1.1"
    assert "/api/v1/rooms/{room_id}/messages/" in schema["paths"]
