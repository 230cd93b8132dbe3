"""The container files keep their promises, as far as that can be read without a container engine."""

import re
from typing import Any

import pytest
import yaml

from ops import commands, places

ROOT = places.ROOT
OURS = ("web", "worker", "beat", "migrate")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def test_compose_runs_what_the_portal_needs(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*OURS, "postgres", "redis"}


@pytest.mark.parametrize("name", [*OURS, "postgres", "redis"])
def test_every_service_runs_without_root_and_without_privileges(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert str(service["user"]).split(":")[0] not in {"", "0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "privileged" not in service


@pytest.mark.parametrize("name", ["web", "worker", "beat", "postgres", "redis"])
def test_every_lasting_service_has_a_health_check_and_comes_back(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["restart"] == "unless-stopped"


def test_compose_holds_no_secret_in_the_open(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY", name):
                assert name.endswith("_FILE"), name
                assert value.startswith("/run/secrets/")
            assert not re.search(r"://[^/@]*:[^/@]+@", str(value)), name
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())


def test_every_secret_file_is_written_by_make_secrets_and_ignored_by_git(
    compose: dict[str, Any], tmp_path: Any
) -> None:
    assert commands.write_secrets(tmp_path / "secrets") == 0
    written = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert {secret["file"].rpartition("/")[2] for secret in compose["secrets"].values()} == set(written)
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert len(written["secret_key"]) >= 50
    commands.write_secrets(tmp_path / "secrets")
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == written
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_database_and_broker_are_reached_by_the_portal_alone(compose: dict[str, Any]) -> None:
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("postgres", "redis"):
        assert compose["services"][name]["networks"] == ["inside"]
        assert "ports" not in compose["services"][name]
    assert compose["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_data_lives_in_volumes(compose: dict[str, Any]) -> None:
    mounted = {
        volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])
    }
    assert mounted == set(compose["volumes"]) == {"database", "broker", "media"}


def test_database_is_initialised_for_a_text_order_that_is_the_same_everywhere(compose: dict[str, Any]) -> None:
    arguments = compose["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale-provider=builtin" in arguments
    assert "--builtin-locale=C.UTF-8" in arguments


def test_image_has_the_same_client_version_as_the_database(compose: dict[str, Any]) -> None:
    image = re.match(r"postgres:(\d+)", compose["services"]["postgres"]["image"])
    assert image
    assert f"postgresql-client-{image[1]}" in (ROOT / "Dockerfile").read_text()


def test_image_runs_without_root_and_checks_its_health() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    last = text[text.rindex("\nFROM ") :]
    assert re.search(r"(?m)^USER 10001:10001$", last)
    assert re.search(r"(?m)^HEALTHCHECK ", last)
    assert "gettext" not in last.replace("libpango", "")  # compiled in the first stage
    assert "--require-hashes" in text
    for package in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert package in last
    assert not re.search(r"(?m)^(ENV|ARG).*(PASSWORD|SECRET_KEY|ENCRYPTION)", text)


def test_image_takes_only_what_the_portal_runs() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "**"
    kept = {line[1:] for line in rules if line.startswith("!")}
    assert kept.isdisjoint({"tests", ".env", "secrets", ".data", ".git"})
    assert {"atasehir_portal", "handbooks", "programming", "templates", "static", "locale", "manage.py"} <= kept
