"""What I told of myself and of my ideas, and what was told to me in confidence."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.people import Person
from comity.store.models.sealed import SealedText


class Idea(PublicRow):
    """An idea of mine: a text or a file (only its name, size and hash are kept), with a dated SHA-256.

    digest: hex SHA-256 of the text in UTF-8, or of the file's bytes; recorded_at: epoch seconds.
    """

    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=300, blank=True)
    file_size = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    on = models.IntegerField()
    recorded_at = models.BigIntegerField()


class Disclosure(PublicRow):
    """Something that I told a person about myself or showed them of an idea, and how sensitive it is.

    about: myself or idea; depth: from which depth of a relationship on it is fit to be told (`core.depth`);
    digest: hex SHA-256 of the text; recorded_at: epoch seconds, apart from the day it was told.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disclosures")
    about = models.CharField(max_length=16, default="myself")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="shown")
    topic = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    depth = models.SmallIntegerField(default=0)
    how = models.CharField(max_length=200, blank=True)
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="disclosures"
    )
    on = models.IntegerField()
    digest = models.CharField(max_length=64, blank=True)
    recorded_at = models.BigIntegerField()


class Confidence(SealedText):
    """Something told in confidence: by whom, about whom, who may know it, until when, and its words.

    text, signs: empty where they are sealed; signs: words and phrases that give it away, one a line;
    nobody: never to be mentioned to anybody, the audience set aside; until: the day number from which it is free,
    None for always; ended_on: released by hand. Source, subject, audience and end stay in clear, so that a guard
    which is locked still knows whom to keep silent about.
    """

    text = models.TextField(blank=True)
    signs = models.TextField(blank=True)
    source = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="confidences_told")
    subject = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="confidences_about")
    nobody = models.BooleanField(default=False)
    on = models.IntegerField()
    until = models.IntegerField(null=True)
    ended_on = models.IntegerField(null=True)


class ConfidenceAudience(PublicRow):
    """Somebody who may know of a confidence."""

    confidence = models.ForeignKey(Confidence, on_delete=models.CASCADE, related_name="audience")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["confidence", "person"], name="confidence_to_once")]


class ConfidenceCover(PublicRow):
    """A thing in which a confidence stands, and which therefore stays behind with it.

    kind, row: a table as an export names it (`interactions`, `facts`, a kind of `store.practice`) and what the world
    knows the row by; no foreign key, so that it holds again when an import that was undone is read anew.
    """

    confidence = models.ForeignKey(Confidence, on_delete=models.CASCADE, related_name="covers")
    kind = models.CharField(max_length=32)
    row = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["book", "row"], name="cover_of_row")]
        constraints = [
            models.UniqueConstraint(fields=["confidence", "kind", "row"], name="confidence_cover_once")
        ]
