"""What in a mail's text is its writer's own, what is their signature, and what they quote."""

from comity.core.mailtext.zones import Stretch, Zone, may_answer, own_words, split, stretches, zones_of_lines

__all__ = ["Stretch", "Zone", "may_answer", "own_words", "split", "stretches", "zones_of_lines"]
