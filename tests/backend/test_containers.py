"""What the container files name must exist: nobody runs compose here, so the tests read it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from environs import Env

from backend import commands

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["migrate", "web", "live", "worker", "beat"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
NGINX = (ROOT / "docker" / "nginx.conf").read_text()
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:[-?])?")


def example_variables() -> dict[str, str]:
    """What .env.example asks an operator for."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def as_in_container(command: list[str]) -> list[str]:
    """A command of ours with the container's Python."""
    return ["python" if word == commands.PYTHON else word for word in command]


@pytest.mark.parametrize(
    ("service", "command"),
    [
        ("migrate", commands.manage("migrate_locked")),
        ("web", commands.wsgi("0.0.0.0:8000")),
        ("live", commands.web(8001, "0.0.0.0")),
        ("worker", commands.worker()),
        ("beat", commands.beat("/tmp/beat")),
    ],
)
def test_containers_run_the_commands_that_the_process_tests_run(service: str, command: list[str]) -> None:
    assert SERVICES[service]["command"] == as_in_container(command)


def test_the_house_is_complete() -> None:
    assert set(SERVICES) == {"proxy", "postgres", "redis", *OURS}


@pytest.mark.parametrize("service", OURS)
def test_our_containers_are_without_rights_and_write_nowhere(service: str) -> None:
    settings = SERVICES[service]

    assert settings["read_only"]
    assert settings["cap_drop"] == ["ALL"]
    assert settings["security_opt"] == ["no-new-privileges:true"]
    assert re.search(r"^USER samverk$", DOCKERFILE, re.MULTILINE)


def test_every_long_running_service_has_a_health_check() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {"migrate"}


def test_every_variable_is_explained_in_the_example_and_the_other_way_round() -> None:
    text = (ROOT / "docker-compose.yml").read_text()

    assert {name for name, _ in VARIABLE.findall(text)} == set(example_variables())


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    defaults = {name for name, mark in VARIABLE.findall(text) if mark != ":?"}

    assert defaults == {
        "PORT",
        "TRUSTED_PROXIES",
        "STORAGE_URL",
        "CLAMD_URL",
        "LARGEST_FILE_MB",
        "OCDS_PREFIX",
        "POSTGRES_SHARED_BUFFERS",
    }
    secrets = [name for name in example_variables() if name.endswith(("PASSWORD", "KEY"))]
    assert [example_variables()[name] for name in secrets] == [""] * len(secrets)


@pytest.mark.parametrize("service", OURS)
def test_our_settings_read_every_variable_that_a_container_gets(service: str) -> None:
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "backend" / "settings.py").read_text()))

    assert set(SERVICES[service]["environment"]) <= read


def test_addresses_in_the_environment_name_services_and_users_that_exist() -> None:
    environment = {
        name: value.replace("${POSTGRES_PASSWORD:?}", "word").replace("${REDIS_PASSWORD:?}", "word")
        for name, value in SERVICES["web"]["environment"].items()
    }
    database = Env().dj_db_url("NOT_SET", default=environment["DATABASE_URL"])

    assert database["HOST"] in SERVICES
    assert database["USER"] == SERVICES["postgres"]["environment"]["POSTGRES_USER"]
    assert database["NAME"] == SERVICES["postgres"]["environment"]["POSTGRES_DB"]
    assert environment["REDIS_URL"] == "redis://:word@redis:6379/0"


def test_volumes_are_named_and_files_that_are_mounted_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file()


def test_a_service_waits_only_for_services_that_can_become_well() -> None:
    for service in SERVICES.values():
        for name, condition in service.get("depends_on", {}).items():
            is_one_shot = condition["condition"] == "service_completed_successfully"
            assert is_one_shot == (name == "migrate")
            assert is_one_shot or "healthcheck" in SERVICES[name]


def test_the_image_copies_only_what_exists_and_serves_what_it_gathers() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)

    assert [path for line in copied for path in line.split() if not (ROOT / path).exists()] == []
    assert "STATIC_ROOT=/app/staticfiles" in DOCKERFILE
    assert "--require-hashes -r /requirements.txt" in DOCKERFILE


def test_the_proxy_sends_each_address_to_a_service_on_the_port_it_listens_on() -> None:
    servers = dict(re.findall(r"server (\w+):(\d+) max_fails=0;", NGINX))

    assert servers == {"web": "8000", "live": "8001"}
    assert "--bind=0.0.0.0:8000" in SERVICES["web"]["command"]
    assert "--port=8001" in SERVICES["live"]["command"]
    listens = re.search(r"listen (\d+);", NGINX)
    assert listens
    assert SERVICES["proxy"]["ports"] == [f"${{PORT:-8000}}:{listens[1]}"]
