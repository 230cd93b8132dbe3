"""One stylesheet and one script out of the files in static/."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from atasehir_portal.site import assets

STATIC = Path(settings.BASE_DIR) / "static"


def test_minify_drops_comments_and_space_but_not_meaning():
    text = """
    /* a comment: with { braces } */
    .a > .b ,
    .c {
      inline-size: calc(100% - 2 * var(--x));
      content: " ( ; /* not a comment */ ";
    }
    """
    expected = '.a>.b,.c{inline-size:calc(100% - 2 * var(--x));content:" ( ; /* not a comment */ "}'
    assert assets.minify_css(text) == expected


def test_dark_values_serve_the_reader_who_chose_and_the_system_that_asks_on_screens_only():
    css = assets.build_stylesheet()
    assert '@media screen{:root[data-theme="dark"]{' in css
    assert "@media screen and (prefers-color-scheme:dark){:root:not([data-theme]){" in css
    dark = re.findall(r"\{(color-scheme:dark;[^}]*)\}", css)
    assert len(dark) == 2
    assert dark[0] == dark[1]


def test_stylesheet_holds_every_file_in_layers_declared_first():
    css = assets.build_stylesheet()
    assert css.startswith("@layer tokens,base,layout,parts,pages,helpers,print;")
    on_disk = {path.relative_to(STATIC / "css") for path in (STATIC / "css").rglob("*.css")}
    assert {path.relative_to(STATIC / "css") for path in assets.style_sources()} == on_disk
    assert css.count("{") == css.count("}")


def test_stylesheet_refers_only_to_files_that_exist():
    urls = re.findall(r"url\(\"?([^\")]+)", assets.build_stylesheet())
    assert urls
    for url in urls:
        assert (STATIC / "css" / url).resolve().is_file(), url


def test_script_keeps_every_file_and_no_comment():
    script = assets.build_script()
    assert "[data-summary]" in script
    assert "showModal" in script
    assert not [line for line in script.splitlines() if line.startswith("//")]


def test_source_of_styles_is_readable():
    for path in assets.style_sources():
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/*"), f"{path.name} does not say what it is"
        assert max(map(len, text.splitlines())) < 400, path.name


@pytest.mark.parametrize("name", [assets.STYLESHEET, assets.SCRIPT])
def test_finder_finds_the_bundle_as_the_sources_are(name):
    found = finders.find(name)
    assert found
    built = assets.build_stylesheet() if name == assets.STYLESHEET else assets.build_script()
    assert Path(found).read_text(encoding="utf-8") == built


def test_collectstatic_publishes_the_bundles_with_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    call_command("collectstatic", interactive=False, verbosity=0)
    [sheet] = tmp_path.glob("css/portal.*.css")
    assert "fonts/iplik-sans." in sheet.read_text(encoding="utf-8")
    assert list(tmp_path.glob("js/portal.*.js"))


def test_folder_of_a_process_that_was_killed_is_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    left, own, other = (
        tmp_path / f"portal-static-{name}" for name in (f"{gone.pid}-abc", f"{os.getpid()}-abc", "of-somebody-else")
    )
    for folder in (left, own, other):
        (folder / "css").mkdir(parents=True)
    assets._sweep_folders()
    assert [folder.exists() for folder in (left, own, other)] == [False, True, True]
