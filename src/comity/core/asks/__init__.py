"""What a mail asks, promises and tells: sentences worth a proposal, each with its probability and the day it speaks of."""

from comity.core.asks.due import Due, due_in
from comity.core.asks.noticing import USUAL, Ask, Notice, language_of, noticed
from comity.core.asks.sentences import Sentence, sentences
from comity.core.asks.wording import Work, work_in, worth_in
from comity.core.asks.worth_asking import (
    CORRECTED,
    Letter,
    Party,
    Told,
    Worth,
    edition,
    may_tell,
    worth_asking,
)

__all__ = [
    "CORRECTED", "USUAL", "Ask", "Due", "Letter", "Notice", "Party", "Sentence", "Told", "Work", "Worth", "due_in", "edition",
    "language_of", "may_tell", "noticed", "sentences", "work_in", "worth_asking", "worth_in",
]  # fmt: skip
