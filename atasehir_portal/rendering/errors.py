"""What can go wrong while a file is made."""

from atasehir_portal.rendering.models import Reason


class RenderingFailed(Exception):
    """The file cannot be made. ``reason`` says why in words, ``detail`` names the address, picture or library.

    ``may_pass`` is true where the same order may succeed a little later: a disk that is full, a file store out of reach.
    """

    def __init__(self, reason: Reason, detail: str = "", *, may_pass: bool = False) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
        self.may_pass = may_pass


class ClaimLost(BaseException):
    """Another worker holds the job by now, so this one stops and leaves no trace.

    A BaseException, because WeasyPrint catches ordinary exceptions in places where this one must get through.
    """
