"""One way of writing dates that no reader of English takes for another day: "4 May 2026", never 04/05; hours to 24.

The letters are those of Django's `date` filter. Pages, the command line and all sentences take them from here.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
