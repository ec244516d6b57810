"""Expressions that introduce a person by age, and those that speak of groups."""

import re

_NUMBER = (
    r"(?:\d{1,3}(?:\.\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
AGED = re.compile(
    rf"\b{_NUMBER}[ -](?:and[ -]a[ -]half[ -])?(?:years?|yrs?|months?|weeks?|days?|hours?)[ -]?"
    r"(?:olds?|aged|of age)\b"
    r"|\b(?:aged?|age of) \d{1,3}\b(?! ?-)|\b\d{1,3} ?(?:y/o|yo|y\.o\.)(?!\w)",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"\b[nN] ?= ?\d"
    r"|\b\d+ (?:\w+ ){0,2}(?:patients|cases|subjects|individuals|participants|children)\b"
    r"|% (?:of|in) (?:the |all |these |their |affected |reported )?"
    r"(?:patients|cases|subjects|individuals|children|adults|women|men|participants|persons)\b"
)
