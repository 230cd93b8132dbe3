"""Operations of migrations that are carried out as one."""

from typing import Any

from django.db.migrations.operations.base import Operation

from atasehir_portal.migrating import Together


class Noting(Operation):
    """Notes the states that it meets."""

    def __init__(self, name: str, met: list[tuple[Any, ...]]) -> None:
        self.name, self.met = name, met

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.met.append((self.name, from_state, to_state))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.met.append((self.name, from_state, to_state))


def test_operations_meet_the_models_as_all_of_them_leave_them_on_the_way_back_too() -> None:
    met: list[tuple[Any, ...]] = []
    both: Any = Together([Noting("table", met), Noting("trigger", met)])
    both.database_forwards("needs", None, "without", "with")
    both.database_backwards("needs", None, "with", "without")
    assert met[:2] == [("table", "without", "with"), ("trigger", "without", "with")]
    assert met[2:] == [("trigger", "with", "with"), ("table", "with", "with")]
