"""What of the book may reach whom: the one gate through which words leave.

Whatever makes something for somebody else (a draft, a file, a feed, a mail) makes a guard for its audience and passes
each of its words through it; what was told in confidence stays behind unless the user releases it there and then.
"""

from comity.answers.guarding.gate import LOCKED, NOTHING, Guard, Watch, Withheld, guard, watch
from comity.answers.guarding.suggesting import openly, who_may_hear
from comity.answers.guarding.wording import REASONS, left_out, why

__all__ = [
    "LOCKED",
    "NOTHING",
    "REASONS",
    "Guard",
    "Watch",
    "Withheld",
    "guard",
    "left_out",
    "openly",
    "watch",
    "who_may_hear",
    "why",
]
