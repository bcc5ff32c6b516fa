import pytest

from backend.addresses import broker_url, hosts_of, storage_of


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


def test_a_place_for_files_on_disk_is_its_folder() -> None:
    assert storage_of("file:///srv/our%20files") == {
        "BACKEND": "files.disk.DurableDisk",
        "OPTIONS": {"location": "/srv/our files"},
    }


def test_a_place_for_files_on_s3_is_said_in_its_librarys_words() -> None:
    place = storage_of("s3://key:se%2Fcret@s3.example.org:9000/bucket?region=eu-north-1&scheme=http")

    assert place["BACKEND"] == "storages.backends.s3.S3Storage"
    assert place["OPTIONS"] == {
        "bucket_name": "bucket",
        "access_key": "key",
        "secret_key": "se/cret",
        "region_name": "eu-north-1",
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": False,
        "endpoint_url": "http://s3.example.org:9000",
    }
    assert "endpoint_url" not in storage_of("s3:///bucket")["OPTIONS"]


def test_a_place_for_files_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="file:// or s3://"):
        storage_of("ftp://example.org/files")
