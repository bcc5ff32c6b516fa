"""CPV codes: the common procurement vocabulary of Regulation (EC) 2195/2002 (in force: 213/2008)."""

import re

# Found from the regulation's table: the check digit is the weighted sum of the eight, without its tens.
_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
_CODE = re.compile(r"([0-9]{8})(?:-([0-9]))?")


def check_digit(digits: str) -> int:
    """The check digit of eight digits."""
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 10


def cpv(text: str) -> str:
    """The code as eight digits and its check digit, given with or without it.

    Raises ValueError for what is no code, and for a check digit that is not its own.
    """
    match = _CODE.fullmatch(text.strip())
    if match is None:
        raise ValueError("A CPV code has eight digits, and may end in a hyphen and its check digit.")
    digits, checked = match[1], check_digit(match[1])
    if digits.startswith("00") or (match[2] is not None and int(match[2]) != checked):
        raise ValueError("There is no such CPV code: look at its digits again.")
    return f"{digits}-{checked}"
