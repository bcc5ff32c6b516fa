import pytest

from backend.addresses import broker_url, hosts_of


@pytest.mark.parametrize(
    ("redis_url", "kombu_url"),
    [
        ("redis://:word@redis:6379/0", "redis://:word@redis:6379/0"),
        ("rediss://redis:6379/1", "rediss://redis:6379/1"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("unix:///run/valkey.sock?db=2", "redis+socket:///run/valkey.sock?virtual_host=2"),
    ],
)
def test_one_redis_address_is_said_in_kombus_words(redis_url: str, kombu_url: str) -> None:
    assert broker_url(redis_url) == kombu_url


@pytest.mark.parametrize(
    ("site_url", "hosts"),
    [
        ("https://samverk.example.org", ["samverk.example.org"]),
        ("https://samverk.example.org:8443/", ["samverk.example.org"]),
        ("http://localhost:8000", ["localhost", "127.0.0.1", "[::1]"]),
        ("http://127.0.0.1:8000", ["localhost", "127.0.0.1", "[::1]"]),
    ],
)
def test_a_site_answers_to_the_host_of_its_address(site_url: str, hosts: list[str]) -> None:
    assert hosts_of(site_url) == hosts
