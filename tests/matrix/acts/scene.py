"""Who acts, in which world, and what an act is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from atasehir_portal.accounts.models import User
from tests.programming.needs.factories import picture

TEXT = "Bu cümle, denemek için yazıldı ve yeterince uzundur."

TOKEN = "deneme-davetiyesi"

Values = Mapping[str, Any]

# What has to be the case before; returns another address where the one of the world does not do.
Before = Callable[["Scene"], str | None]


@dataclass
class Scene:
    """Who acts, in which world, with which browser."""

    world: Any
    people: Mapping[str, User | None]
    user: User | None
    client: Client


class Attached(SimpleUploadedFile):
    """A picture that a person chose; sent as often as the form is."""

    def __init__(self) -> None:
        super().__init__("foto.jpg", picture(), "image/jpeg")

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        return bytes(super().read(*args))


@dataclass(frozen=True)
class Act:
    who: str
    fills: Values | Callable[["Scene"], Values] = field(default_factory=dict)
    # the rows that come into being; other tables may get rows too, but none of them a second time
    makes: Mapping[type[Model], int] = field(default_factory=dict)
    before: Before | None = None

    def filled(self, scene: Scene) -> dict[str, Any]:
        return dict(self.fills(scene) if callable(self.fills) else self.fills)
