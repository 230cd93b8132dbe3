"""What the migrations of history's tables are made of."""

from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger import migrations


class AddTrigger(migrations.AddTrigger):
    """Add a trigger without building all models anew: they do not depend on it, and about two hundred triggers in one run would
    make that the most expensive part of setting up a database."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the trigger with its model."""
        options: dict[str, Any] = state.models[app_label, self.model_name].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]
