"""Uploading a document in its Markdown form."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atasehir_portal.documents import intake
from atasehir_portal.documents.dialect import DialectError
from atasehir_portal.documents.intake.archive import LARGEST_TEXT, TOO_LARGE
from atasehir_portal.documents.models import Document

NO_UTF8 = _("%(name)s, line %(line)s: The file is not written in UTF-8.")
NO_MARKDOWN = _("Choose a ZIP archive (.zip) or one chapter (.md).")


class UploadForm(forms.Form):
    """A whole document as a ZIP archive, or one chapter as a text; ``target`` is what the document would be with it."""

    file = forms.FileField(
        label=_("Markdown file"),
        help_text=_(
            "A ZIP archive as it is downloaded here, or one chapter (.md). At most 20 MB. "
            "Nothing is changed before you have seen what changes."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.md,application/zip,text/markdown"}),
        error_messages={"required": NO_MARKDOWN, "empty": NO_MARKDOWN},
    )

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.target = intake.Target({})

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        ending = PurePosixPath(upload.name).suffix.lower()
        try:
            if ending == ".zip":
                self.target = intake.of_book(self.document, intake.unpacked(upload, size=upload.size))
            elif ending == ".md":
                self.target = intake.of_chapter(self.document, upload.name, self._text(upload))
            else:
                raise ValidationError(NO_MARKDOWN)
        except DialectError as error:
            raise ValidationError(str(error)) from error
        return upload

    def _text(self, upload: Any) -> str:
        if upload.size > LARGEST_TEXT:
            raise ValidationError(TOO_LARGE, params={"limit": LARGEST_TEXT // 1024 // 1024})
        content: bytes = upload.read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise ValidationError(NO_UTF8, params={"name": upload.name, "line": line}) from error
