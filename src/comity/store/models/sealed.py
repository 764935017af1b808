"""What is closed with a passphrase: the keys of a book, and the columns of a row whose text is sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comity.core.keys import new_uuid
from comity.store.models.base import PublicRow


class Vault(PublicRow):
    """The keys of what is sealed in a book (`core.sealing`), none of them in clear.

    A random main key wraps the key of each record. It is kept twice, wrapped by what argon2id makes of the passphrase
    (salt, and the cost it was made with) and by the printed recovery key. idle_minutes: after how long without use an
    opened session is locked.
    """

    salt = models.BinaryField(max_length=16)
    memory_kib = models.IntegerField()
    passes = models.SmallIntegerField()
    lanes = models.SmallIntegerField()
    by_passphrase = models.BinaryField(max_length=100)
    by_recovery = models.BinaryField(max_length=100)
    idle_minutes = models.PositiveSmallIntegerField(default=15)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book"], name="vault_once")]


class SealedText(PublicRow):
    """A row part of which may be sealed: the record's key as the main key wraps it, and nonce and ciphertext.

    Both None where nothing of the row is sealed. What the ciphertext says stands nowhere else, and it is bound to the
    UUID: so that is unique in its book alone, and a book that was brought back beside the first one opens, too.
    """

    uuid = models.UUIDField(default=new_uuid, editable=False)
    wrapped_key = models.BinaryField(null=True, max_length=100)
    ciphertext = models.BinaryField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "uuid"], name="%(class)s_once")]
