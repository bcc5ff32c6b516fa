"""Swedish, with the month as a word."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b H:i"
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1
