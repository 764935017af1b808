"""Which words of the text were understood as what; what nobody took is the note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.core.sayit.chunks import Chunk
from comity.core.sayit.results import Piece, Role
from comity.core.sayit.tokens import Token


class Pieces:
    """Roles of the words, taken chunk by chunk."""

    def __init__(self, text: str, chunks: Sequence[Chunk], words: Sequence[Token]) -> None:
        self.text, self.chunks, self.words = text, chunks, words
        self._roles: list[Role | None] = [None] * len(words)
        self._of: list[int] = [0] * len(words)
        self._turn = 0

    def mark(self, places: Iterable[int], role: Role) -> None:
        """These chunks are one thing; a chunk that was taken before stays what it is."""
        self._turn += 1
        for place in places:
            for word in range(self.chunks[place].first, self.chunks[place].last):
                if self._roles[word] is None:
                    self._roles[word], self._of[word] = role, self._turn

    def is_free(self, place: int) -> bool:
        """Whether nothing took a chunk yet."""
        return self._roles[self.chunks[place].first] is None

    def join(self, joints: frozenset[str], tails: frozenset[str]) -> None:
        """Runs of free words that only join are no note; nor is what leads on from a note to what was understood."""
        run: list[int] = []
        for place in range(len(self.words) + 1):
            free = place < len(self.words) and self._roles[place] is None
            if free and not (self.words[place].ends or self.words[place].text in ",:"):
                run.append(place)
                continue
            joining = run if all(self._joins(word, joints) for word in run) else []
            while (
                run
                and not joining
                and place < len(self.words)
                and self._roles[place]
                and self._joins(run[-1], tails)
            ):
                self._roles[run.pop()] = Role.JOINT
            for word in joining:
                self._roles[word] = Role.JOINT
            run = []

    def _joins(self, word: int, joints: frozenset[str]) -> bool:
        return self.words[word].is_mark or self.words[word].word in joints

    def pieces(self) -> tuple[Piece, ...]:
        """Every word of the text in one piece; what is between two words of one thing belongs to it."""
        found: list[Piece] = []
        before: tuple[Role, int] | None = None
        cut = True
        for place, token in enumerate(self.words):
            role = self._roles[place]
            if token.is_mark and role is None:
                cut = cut or token.ends or token.text in ",:"
                continue
            current = (role or Role.NOTE, self._of[place])
            if (
                before == current
                and not cut
                and current[0] in (Role.NOTE, Role.TEXT, Role.WHO, Role.ACT, Role.JOINT)
            ):
                found[-1] = Piece(found[-1].start, token.end, current[0])
            else:
                found.append(Piece(token.start, token.end, current[0]))
            before, cut = current, False
        seen = self.words[-1].end if self.words else 0
        if rest := self.text[seen:].strip():
            start = self.text.index(rest, seen)
            found.append(Piece(start, start + len(rest), Role.NOTE))
        return tuple(found)
