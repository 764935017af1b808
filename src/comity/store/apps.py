"""The one Django app with tables."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class StoreConfig(AppConfig):
    name = "comity.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from comity.store import holding, stages
        from comity.store.isolation import install_after_migrate, remove_before_migrate

        holding.hold(settings.HOME)
        stages.sweep(settings.HOME)
        pre_migrate.connect(remove_before_migrate, sender=self)
        post_migrate.connect(install_after_migrate, sender=self)
        connection_created.connect(_without_jit)


def _without_jit(connection: Any, **_: object) -> None:
    """PostgreSQL compiles a query that it thinks dear, which takes longer than any of ours does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
