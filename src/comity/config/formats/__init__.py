"""How dates and times are written, a folder for each language; Django's own ways where there is none."""
