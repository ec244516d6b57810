"""What is computed from a noun is computed once, and never mistaken for another noun's."""

from epicrisis.measures.memory import remembered
from epicrisis.model import Document


def document(text: str) -> Document:
    return Document(id="d", name="d", format="text", text=text)


def test_one_noun_is_asked_once_and_equal_nouns_apart():
    """Identity decides; a full memory forgets and asks again."""
    asked = []

    @remembered(1)
    def length(one: Document) -> int:
        asked.append(one.text)
        return len(one.text)

    first, other = document("abc"), document("de")
    assert [length(first), length(first), length(other), length(first)] == [3, 3, 2, 3]
    assert asked == ["abc", "de", "abc"]
