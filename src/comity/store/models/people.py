"""People, the handles that name them, and what is claimed of them."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow, PublicRow


class Person(PublicRow):
    """Somebody real.

    Each handle that deserves one has a person of its own; where links say that several are the same, all
    but one point to it by `merged_into` (one step, never a chain). Rows stay where they were entered, so
    that a split is exact. `merged_into`, `name` and `sort_name` are derived from links and claims.

    by_hand: entered or changed by the user, so no undo of an import may remove it;
    known_since: day number of the first sign of this person, the day of entry for one without any;
    died_on: day number, or None; died_told: it comes from a file, and goes with it.
    """

    name = models.CharField(max_length=200, blank=True)
    sort_name = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    is_me = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    known_since = models.IntegerField(null=True)
    died_on = models.IntegerField(null=True)
    died_told = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["book", "merged_into", "sort_name"], name="person_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["book"], condition=models.Q(is_me=True, merged_into=None), name="one_me"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Identifier(BookRow):
    """A handle: an address, a profile. It belongs to a person, or to nobody.

    nature: shared (info@, a couple's) and list addresses are nobody's; a machine's likewise;
    own: whether it is the owner's, and then personal, an employer's or shared, from and until a day;
    since: day number from which it belongs to `person`, None for always.
    """

    PERSONAL, SHARED, LIST, MACHINE = 0, 1, 2, 3
    NOT_OWN, OWN_PERSONAL, OWN_EMPLOYER, OWN_SHARED = 0, 1, 2, 3

    kind = models.CharField(max_length=16)
    value = models.CharField(max_length=500)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="identifiers")
    nature = models.SmallIntegerField(default=PERSONAL)
    nature_by_hand = models.BooleanField(default=False)
    own = models.SmallIntegerField(default=NOT_OWN)
    own_from = models.IntegerField(null=True)
    own_until = models.IntegerField(null=True)
    since = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "kind", "value"], name="identifier_once")]
        indexes = [models.Index(fields=["book", "own"], name="identifier_own", condition=models.Q(own__gt=0))]


class IdentityLink(BookRow):
    """Evidence that two handles are one person's, or the user's word that they are not.

    A card that lists two addresses gives a link with its batch; a merge by the user one without. `same`
    False is the user's refusal, and outweighs every card.
    """

    left = models.ForeignKey(Identifier, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Identifier, on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField(default=True)
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right", "batch"], name="identity_link_once"),
            models.UniqueConstraint(
                fields=["left", "right"], condition=models.Q(batch=None), name="identity_link_by_hand_once"
            ),
        ]


class Claim(BookRow):
    """Something a source, or the user (`batch` None), says of the person behind a handle.

    Shown is the user's own first, then the highest `origin`, then the latest seen. Names: origin CARD from
    an address book, SELF as they write themselves, OTHERS as others write them. Some of the user's claims
    change how other facts count (`store.said`).
    first_at, last_at: epoch seconds at which it was first and last seen in this batch.
    """

    OTHERS, SELF, CARD, USER = 1, 2, 3, 4

    identifier = models.ForeignKey(Identifier, on_delete=models.CASCADE, related_name="claims")
    field = models.CharField(max_length=16)
    value = models.TextField()
    origin = models.SmallIntegerField()
    first_at = models.BigIntegerField()
    last_at = models.BigIntegerField()
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["identifier", "field"], name="claim_by_identifier")]


class Organisation(PublicRow):
    """A company, a university, an authority; `key` is the name folded for comparison."""

    name = models.CharField(max_length=300)
    key = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name


class Position(BookRow):
    """What a person is at an organisation, from and until a day (day numbers; None: not known)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    department = models.CharField(max_length=300, blank=True)
    since = models.IntegerField(null=True)
    until = models.IntegerField(null=True)
    seen_at = models.BigIntegerField()
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["book", "organisation", "person"], name="position_of_organisation"),
            models.Index(fields=["book", "since"], name="position_held", condition=models.Q(until=None)),
        ]
