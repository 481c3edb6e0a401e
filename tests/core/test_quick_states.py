"""Of the models as a migration sees them, only the one that changes is made anew."""

from __future__ import annotations

from django.db import models
from django.db.migrations.operations import AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from throughline.core.database.quick_states import only_what_changes

KEY = ("id", models.BigAutoField(primary_key=True))
TO_A = models.ForeignKey("x.A", on_delete=models.CASCADE)


def after(*changes: Operation) -> ProjectState:
    """Two models of which B points at A, as they stand after `changes`."""
    state = ProjectState()
    for model in ("A", "B"):
        fields = [KEY, *([("a", TO_A)] if model == "B" else [])]
        CreateModel(model, fields).state_forwards("x", state)
    _ = state.apps
    for change in changes:
        change.state_forwards("x", state)
    return state


def test_a_field_that_is_added_leaves_the_models_that_point_at_it_as_they_are() -> None:
    with only_what_changes():
        state = after()
        before = state.apps.get_model("x", "B")
        AddField("A", "name", models.TextField(default="")).state_forwards("x", state)
    assert state.apps.get_model("x", "B") is before
    assert state.apps.get_model("x", "A")._meta.get_field("name")
    assert state.is_delayed, "a function in a migration gets every model anew"


def test_what_a_change_may_reach_is_made_anew_as_before() -> None:
    with only_what_changes():
        state = after()
        before = state.apps.get_model("x", "B")
        AlterField("A", "id", models.UUIDField(primary_key=True)).state_forwards("x", state)
    assert state.apps.get_model("x", "B") is not before


def test_outside_the_block_django_does_as_it_does() -> None:
    with only_what_changes():
        pass
    state = after()
    before = state.apps.get_model("x", "B")
    AddIndex("A", models.Index("id", name="by_id")).state_forwards("x", state)
    assert state.apps.get_model("x", "B") is not before


def test_a_function_in_a_migration_follows_relations_to_the_models_as_they_stand() -> None:
    with only_what_changes():
        state = after(AddField("A", "name", models.TextField(default="")))
        state.clear_delayed_apps_cache()
        points_at = state.apps.get_model("x", "B")._meta.get_field("a").related_model
    assert points_at is state.apps.get_model("x", "A")
    assert "name" in {field.name for field in points_at._meta.get_fields()}
