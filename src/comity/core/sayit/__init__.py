"""Say it once: a line in one's own words, taken apart into people, days, promises, exchanges and what else it says.

`understand` is pure and never guesses: where a line can mean two things it returns a question with the choices, and
is called again with the answer. The grammar of each language is a data file beside this module (docs/say-it.md).
"""

from comity.core.sayit.people import Candidate, People
from comity.core.sayit.reading import days_said, understand
from comity.core.sayit.results import (
    ME,
    NEW,
    NOBODY,
    Choice,
    Exchange,
    Fact,
    Happening,
    Introduction,
    Item,
    Moment,
    Piece,
    Promise,
    Question,
    Reminder,
    Role,
    Understanding,
    Who,
)

__all__ = [
    "ME", "NEW", "NOBODY", "Candidate", "Choice", "Exchange", "Fact", "Happening", "Introduction", "Item", "Moment", "People",
    "Piece", "Promise", "Question", "Reminder", "Role", "Understanding", "Who", "days_said", "understand",
]  # fmt: skip
