"""Why a file is not taken: each reason a sentence that whoever sent it can act upon."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A file that is not taken; ``str()`` says why, in the reader's language."""


EMPTY = _("This file is empty. Choose it once more, or take another one.")
TOO_LARGE = _("This file is too large: at most 10 MB. A photograph can be sent smaller, a recording can be cut.")
UNKNOWN = _(
    "Files of this kind are not taken. Pictures (JPEG, PNG, WebP), PDF, spreadsheets (XLSX, CSV) and sound (MP3, M4A, OGG, WAV) are."
)
NOT_WHAT_IT_SAYS = _("This file is not what its name says: it ends in “%(ending)s”, but holds something else.")
UNREADABLE = _("This file cannot be read; it may be damaged. Open it once on your device, save it anew and send that.")
HEIC = _(
    "Photographs in the HEIC format are not taken. On an iPhone choose Settings, Camera, Formats, “Most Compatible”, or send the "
    "photograph to yourself by mail: it becomes a JPEG."
)
MOVES = _("This picture moves. Take one that stands still.")
TOO_MANY_POINTS = _("This picture has more than 40 million points. Send it smaller.")
ENCRYPTED = _("This file is locked with a password. Save it without one and send that.")
OLD_OFFICE = _("Old Excel files (XLS) are not taken. Save the file as XLSX or CSV and send that.")
MACROS = _("This spreadsheet holds macros. Save it as XLSX without macros and send that.")
TOO_INVOLVED = _("This file unfolds into far more than it says. Save it anew, or send a smaller part of it.")
VIDEO = _("Films are not taken, only sound. Send the recording as M4A or MP3.")
INFECTED = _("The virus scanner found something harmful in this file, so it was not taken. Have your device checked.")
SCANNER_AWAY = _("Files cannot be checked for viruses at the moment, so none are taken. Please try again later.")
