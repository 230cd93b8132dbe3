"""A deployment that lacks something refuses to start and says what; ``.env.example`` explains every setting."""

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ops import places

ROOT = places.ROOT
COMPLETE = {
    "SECRET_KEY": "k" * 20 + "0123456789" * 4,
    "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "katilim.example.bel.tr",
    "SITE_URL": "https://katilim.example.bel.tr",
    "BEHIND_PROXY": "true",
    "DATABASE_URL": os.environ.get("DATABASE_URL", "postgres://postgres@/portal?host=/tmp"),
    "REDIS_URL": os.environ.get("REDIS_URL", "redis://localhost:6379/0"),
    "EMAIL_HOST": "mail.example.bel.tr",
    "DEFAULT_FROM_EMAIL": "katilim@example.bel.tr",
}


def settings_with(changes: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    """Load the settings as a deployment's process would, and print a few of them."""
    env = {"PATH": os.environ["PATH"]} | COMPLETE
    for name, value in changes.items():
        env.pop(name, None)
        if value is not None:
            env[name] = value
    code = (
        "from django.conf import settings as s;"
        "print(s.DEPLOYED, s.DEBUG, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.DATABASES['default']['PASSWORD'], s.EMAIL_BACKEND.split('.')[-1], s.STORAGES['default']['BACKEND'])"
    )
    env["DJANGO_SETTINGS_MODULE"] = "atasehir_portal.settings"
    return subprocess.run([places.python(), "-c", code], env=env, cwd=ROOT, capture_output=True, text=True)


def test_a_complete_deployment_starts_with_every_safeguard_on() -> None:
    done = settings_with({})
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[:4] == ["True", "False", "True", "True"]


@pytest.mark.parametrize("name", list(COMPLETE))
def test_a_deployment_without_a_required_setting_refuses_and_names_it(name: str) -> None:
    done = settings_with({name: None})
    assert done.returncode != 0
    last = done.stderr[done.stderr.index("The portal cannot start as a deployment:") :]
    assert re.search(rf"- {name} is not (set|true)\. \w", last)
    assert ".env.example" in last


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": "short"}, "at least 50 characters"),
        ({"SECRET_KEY": "development-only-key-that-signs-nothing-of-value-0123456789"}, "used nowhere else"),
        ({"FIELD_ENCRYPTION_KEYS": "not-a-key"}, "FIELD_ENCRYPTION_KEYS"),
        ({"FIELD_ENCRYPTION_KEYS": "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="}, "development key"),
        ({"SECRET_KEY": "abcd" * 20}, "5 or more different ones"),
        ({"ALLOWED_HOSTS": "*"}, "must name the hosts"),
        ({"ALLOWED_HOSTS": " , "}, "names no host"),
        ({"ALLOWED_HOSTS": ","}, "names no host"),
        ({"SECURE_HSTS_SECONDS": "0"}, "SECURE_HSTS_SECONDS must be 3600 or more"),
        ({"SECURE_HSTS_SECONDS": "3599"}, "SECURE_HSTS_SECONDS must be 3600 or more"),
        ({"SITE_URL": "http://katilim.example.bel.tr"}, "must begin with https://"),
        ({"BEHIND_PROXY": "false"}, "Put a proxy that ends TLS"),
        ({"BEHIND_PROXY": "perhaps"}, "BEHIND_PROXY must be true or false"),
        ({"EMAIL_PORT": "25"}, "EMAIL_USE_TLS or EMAIL_USE_SSL must be true"),
        ({"EMAIL_USE_TLS": "true", "EMAIL_USE_SSL": "true"}, "exclude each other"),
        ({"EXAMPLE_DATA": "true"}, "A deployment has no example accounts"),
        ({"REQUIRE_MFA": "false"}, "staff accounts need a second factor"),
        ({"DATABASE_URL": "sqlite:///portal.db"}, "must begin with postgres://"),
        ({"PORTAL_ENV": "staging"}, "PORTAL_ENV must be production, development or test"),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/nonexistent/key"}, "SECRET_KEY_FILE: "),
    ],
)
def test_a_dangerous_setting_is_refused_with_its_reason(changes: dict[str, str | None], words: str) -> None:
    done = settings_with(changes)
    assert done.returncode != 0
    assert words in done.stderr


def test_an_hour_of_hsts_is_enough() -> None:
    assert settings_with({"SECURE_HSTS_SECONDS": "3600"}).returncode == 0


@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_everything_that_is_missing_is_named_at_once(value: str | None) -> None:
    stderr = settings_with(dict.fromkeys(COMPLETE, value)).stderr
    assert {name for name in COMPLETE if f"- {name} is not" in stderr} == set(COMPLETE)


def test_secrets_come_from_files_too(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(COMPLETE["SECRET_KEY"] + "\n")
    (tmp_path / "password").write_text("from-a-file\n")
    done = settings_with(
        {
            "SECRET_KEY": "",
            "SECRET_KEY_FILE": str(tmp_path / "key"),
            "DATABASE_URL": "postgres://portal@postgres:5432/portal",
            "DATABASE_PASSWORD_FILE": str(tmp_path / "password"),
        }
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[4] == "from-a-file"


def test_a_bucket_moves_files_to_s3() -> None:
    assert "storages.backends.s3.S3Storage" in settings_with({"S3_BUCKET": "portal"}).stdout


# --- .env.example ----------------------------------------------------------------------------------------------------


def read_names() -> set[str]:
    """Return the names that the code reads from the environment."""
    found: set[str] = set()
    readers = {"text", "flag", "number", "words", "_require"}
    for path in [*(ROOT / "atasehir_portal").rglob("*.py"), ROOT / "ops" / "webserver.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = node.func
                is_env = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name | ast.Attribute)
                source = ast.unparse(function)
                if source in {"os.environ.get", "_require"} or (
                    is_env and source.rpartition(".")[0] == "env" and source.rpartition(".")[2] in readers
                ):
                    found.add(node.args[0].value)
    return found


def test_env_example_explains_exactly_the_settings_that_exist() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"(?m)^(?:# )?([A-Z][A-Z0-9_]+)=", text)
    assert len(named) == len(set(named))
    assert set(named) == read_names() - {"PORTAL_STACK", "PORTAL_PART"}


def test_env_example_marks_what_a_deployment_must_set() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    required = set(re.findall(r"(?m)^([A-Z][A-Z0-9_]+)=", text))
    assert required == set(COMPLETE)
    for name in required:
        before = text[: text.index(f"\n{name}=")].splitlines()
        comment = []
        for line in reversed(before):
            if not line.startswith("# ") or re.match(r"# [A-Z0-9_]+=", line):
                break
            comment.append(line)
        assert any("Required" in line for line in comment), name
