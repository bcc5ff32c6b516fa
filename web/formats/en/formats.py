"""English as public bodies in Europe write it: the day first, and 24 hours."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M H:i"
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1
