"""What a mail asks, promises and tells: sentences worth a proposal, each with its probability and the day it speaks of."""

from comity.core.asks.due import Due, due_in
from comity.core.asks.noticing import USUAL, Ask, Notice, noticed
from comity.core.asks.sentences import Sentence, sentences

__all__ = ["USUAL", "Ask", "Due", "Notice", "Sentence", "due_in", "noticed", "sentences"]
