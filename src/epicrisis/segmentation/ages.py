"""Expressions that introduce a person by age."""

import re

from epicrisis.vocab.numbers import BELOW_HUNDRED

AGED = re.compile(
    rf"\b(?:\d{{1,3}}(?:\.\d)?|an?|{BELOW_HUNDRED})[ -](?:and[ -]a[ -]half[ -])?"
    r"(?:years?|yrs?|months?|weeks?|days?|hours?)[ -]{0,2}(?:olds?|aged|of age)\b"
    r"|\b(?:aged?|age of) \d{1,3}\b(?! ?-)|\b\d{1,3} ?(?:y/o|yo|y\.o\.)(?!\w)",
    re.IGNORECASE,
)
