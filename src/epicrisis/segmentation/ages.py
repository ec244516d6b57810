"""Expressions that introduce a person by age."""

import re

_NUMBER = (
    r"(?:\d{1,3}(?:\.\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
AGED = re.compile(
    rf"\b{_NUMBER}[ -](?:and[ -]a[ -]half[ -])?(?:years?|yrs?|months?|weeks?|days?|hours?)"
    r"[ -]{0,2}(?:olds?|aged|of age)\b"
    r"|\b(?:aged?|age of) \d{1,3}\b(?! ?-)|\b\d{1,3} ?(?:y/o|yo|y\.o\.)(?!\w)",
    re.IGNORECASE,
)
