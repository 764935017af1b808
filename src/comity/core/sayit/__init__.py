"""Say it once: a line in one's own words, taken apart into people, days, promises, exchanges and what else it says.

`understand` is pure and never guesses: where a line can mean two things it returns a question with the choices, and
is called again with the answer. The grammar of each language is a data file beside this module (docs/say-it.md).
"""

from comity.core.sayit.correcting import (
    OUT,
    Line,
    Part,
    is_plan,
    line,
    pairs_of,
    people_of,
    sentence_of,
    stretches,
    told_with,
)
from comity.core.sayit.fields import Field, Shape, Tokens, fields_of, is_asked, key_of, name_of, value_of
from comity.core.sayit.instants import hour_told, instant
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
    "ME", "NEW", "NOBODY", "OUT", "Candidate", "Choice", "Exchange", "Fact", "Field", "Happening", "Introduction", "Item",
    "Line", "Moment", "Part", "People", "Piece", "Promise", "Question", "Reminder", "Role", "Shape", "Tokens",
    "Understanding", "Who", "days_said", "fields_of", "hour_told", "instant", "is_asked", "is_plan", "key_of", "line", "name_of", "pairs_of",
    "people_of", "sentence_of", "stretches", "told_with", "understand", "value_of",
]  # fmt: skip
