import pytest

from atasehir_portal.notifications.kinds import NotificationKind, kinds


@pytest.fixture
def test_kind():
    """A kind whose references are visible unless they begin with "hidden"."""
    kinds.register(
        NotificationKind(
            "test_kind",
            "Konu %(reference)s",
            "Cümle.",
            "Aç",
            "needs:detail",
            lambda _user, references: {r for r in references if not r.startswith("hidden")},
        )
    )
    yield
    kinds._kinds.pop("test_kind")
