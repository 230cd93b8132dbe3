"""Files on S3-compatible storage, against a real server process that speaks S3."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest

from ops import places
from tests.ops.clone import free_port

pytestmark = pytest.mark.slow

WORK = """
import boto3, os, django
django.setup()
client = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT_URL"], region_name="eu-central-1",
                      aws_access_key_id="trial", aws_secret_access_key="trial-secret")
client.create_bucket(Bucket="portal", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from atasehir_portal.site import health
from atasehir_portal.stored import stored_files

from django.core.files.storage import storages
assert type(storages["default"]).__name__ == "S3Storage"
name = default_storage.save("renderings/kılavuz.pdf", ContentFile("ç".encode()))
assert default_storage.open(name).read() == "ç".encode()
assert [entry["Key"] for entry in client.list_objects_v2(Bucket="portal")["Contents"]] == [name]
second = default_storage.save(name, ContentFile(b"other"))
assert second != name and default_storage.open(name).read() == "ç".encode(), "an upload never replaces another"
assert default_storage.size(second) == 5
assert set(stored_files()) == {name, second}
assert health.check_storage() == "ok"
for each in (name, second):
    default_storage.delete(each)
    assert not default_storage.exists(each)
assert "Contents" not in client.list_objects_v2(Bucket="portal")
print("done")
"""


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    port = free_port()
    argv = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/moto-api/", timeout=2).close()
                break
            except OSError:
                assert server.poll() is None, "the S3 server did not start"
                assert time.monotonic() < deadline, "the S3 server does not answer"
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


def test_files_are_saved_read_listed_and_deleted_on_s3(s3_server: str) -> None:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "atasehir_portal.settings",
        "PORTAL_ENV": "test",
        "S3_BUCKET": "portal",
        "S3_ENDPOINT_URL": s3_server,
        "S3_REGION": "eu-central-1",
        "S3_ACCESS_KEY": "trial",
        "S3_SECRET_KEY": "trial-secret",
        "NO_PROXY": "127.0.0.1",
    }
    done = subprocess.run([places.python(), "-c", WORK], env=env, cwd=places.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().endswith("done")
