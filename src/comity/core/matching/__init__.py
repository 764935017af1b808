"""Whether two descriptions are of one person: evidence in bits, as Fellegi and Sunter weigh it (JASA 64, 1969).

`descriptions` brings what is known of a person into comparable forms; `frequencies` counts how common it is in the book;
`blocking` finds the pairs worth comparing; `scoring` weighs the agreement of one pair. All of it is pure.
"""

from comity.core.matching.blocking import (
    Blocks,
    all_told_apart,
    candidates,
    counted,
    may_be_compared,
    partners,
    somebody_has,
)
from comity.core.matching.descriptions import Born, Description, described, packed, unpacked
from comity.core.matching.evidence import WORDS, Evidence
from comity.core.matching.frequencies import Frequencies, name_counted
from comity.core.matching.keys import Keys, keys_of, lasting
from comity.core.matching.scoring import THRESHOLD, Verdict, judged, proposed

__all__ = [
    "THRESHOLD",
    "WORDS",
    "Blocks",
    "Born",
    "Description",
    "Evidence",
    "Frequencies",
    "Keys",
    "Verdict",
    "all_told_apart",
    "candidates",
    "counted",
    "described",
    "judged",
    "keys_of",
    "lasting",
    "may_be_compared",
    "name_counted",
    "packed",
    "partners",
    "proposed",
    "somebody_has",
    "unpacked",
]
