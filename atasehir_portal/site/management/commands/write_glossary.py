"""Write the glossary's page from its list."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from atasehir_portal.prose import glossary


class Command(BaseCommand):
    help = "Writes docs/glossary.md from atasehir_portal/prose/glossary.toml."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "glossary.md"
        page.write_text(glossary.as_markdown(), encoding="utf-8")
        self.stdout.write(str(page))
