"""From sentences and tables to typed, coded mentions, each with what the text asserts of it."""
