"""The first tables of an app, made at once."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Django draws all related models anew after each CreateModel; here once for all of them, which is most of a first start."""

    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models are known; nothing is drawn yet."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, before: ProjectState, after: ProjectState) -> None:
        """Their tables are made, in this order."""
        for model in self.models:
            model.database_forwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: BaseDatabaseSchemaEditor, after: ProjectState, before: ProjectState) -> None:
        """Their tables are dropped, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, editor, after, before)

    def describe(self) -> str:
        """What `migrate` says it does."""
        return "Create " + ", ".join(model.name for model in self.models)
