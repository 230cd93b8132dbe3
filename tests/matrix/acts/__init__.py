"""What a person does at every address that takes a form: who it is, what they fill in, and what the portal then holds.

Fields that are not named keep what the page shows in them, as in a browser. A new address that takes a POST needs a row here;
``test_sent_twice`` fails without one.
"""

from tests.matrix.acts import people, texts, work
from tests.matrix.acts.scene import Act, Scene

__all__ = ["ACTS", "NO_ACT", "Act", "Scene"]

ACTS: dict[str, Act] = people.ACTS | texts.ACTS | work.ACTS

# Addresses where a second time is meant, or where nothing is kept that could be doubled.
NO_ACT = {
    "set_language": "keeps a cookie",
    "set_theme": "keeps a cookie",
    "set_text_size": "keeps a cookie",
    "healthz": "a probe",
    "readyz": "a probe",
    "account_confirm_login_code": "signing in by a code is switched off",
    "mfa_download_recovery_codes": "the same file, whichever way it is asked for",
    "mfa_add_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "mfa_reauthenticate_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "mfa_remove_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "mfa_edit_webauthn": "needs a key: tests/browser/test_second_factor.py",
    "accounts:own_data_file": "every copy that leaves the portal is recorded",
    "documents:block_preview": "shows, keeps nothing",
    "needs:sheets": "takes a file: tests/programming/needs/test_sheet_pages.py",
    "documents:transfer": "compares, changes nothing",
    "documents:propose_version": "compares, changes nothing",
    "documents:pasted": "reads the clipboard, keeps nothing",
    "drafting:move": "one place further each time",
    "assessing:move_cause": "one place further each time",
}
