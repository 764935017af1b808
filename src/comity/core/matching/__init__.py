"""Whether two descriptions are of one person: evidence in bits, as Fellegi and Sunter weigh it (JASA 64, 1969).

`descriptions` brings what is known of a person into comparable forms; `frequencies` counts how common it is in the book;
`blocking` finds the pairs worth comparing; `scoring` weighs the agreement of one pair. All of it is pure.
"""

from comity.core.matching.blocking import Blocks, candidates
from comity.core.matching.descriptions import Born, Description, described, packed, unpacked
from comity.core.matching.evidence import WORDS, Evidence
from comity.core.matching.frequencies import Frequencies
from comity.core.matching.scoring import THRESHOLD, Verdict, judged

__all__ = [
    "THRESHOLD",
    "WORDS",
    "Blocks",
    "Born",
    "Description",
    "Evidence",
    "Frequencies",
    "Verdict",
    "candidates",
    "described",
    "judged",
    "packed",
    "unpacked",
]
