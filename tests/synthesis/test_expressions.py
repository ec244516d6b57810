"""Conditions are read by a grammar, never executed, and a slip shows its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.errors import ExpressionError
from epicrisis.synthesis import condition
from epicrisis.synthesis.expressions import Call, Comparison, Not, Number, Several, Text, parse


def test_and_binds_closer_than_or():
    """As everywhere."""
    tree = parse("died or alive and not cited")

    assert isinstance(tree, Several)
    assert tree.word == "or"
    second = tree.of[1]
    assert isinstance(second, Several)
    assert second.word == "and"
    assert isinstance(second.of[1], Not)


def test_numbers_carry_units_and_texts_their_quotation_marks():
    """A unit stands behind its number as it is printed."""
    tree = parse("measured('ferritin', at=\"last\") >= 1.5 ng/mL and age < 65")

    assert isinstance(tree, Several)
    first = tree.of[0]
    assert isinstance(first, Comparison)
    call, number = first.terms
    assert isinstance(call, Call)
    assert isinstance(number, Number)
    assert (number.value, number.unit) == (1.5, "ng/mL")
    assert [(name, node.words) for name, node in call.arguments if isinstance(node, Text)] == [
        ("", "ferritin"),
        ("at", "last"),
    ]


@pytest.mark.parametrize(
    ("text", "reason", "marked"),
    [
        ("", "expected a condition, found the end", ""),
        ("age >=", "expected a condition, found the end", ""),
        ("(died", r"expected '\)', found the end", ""),
        ("died alive", "expected an operator or the end, found 'alive'", "alive"),
        ('treated("x', "quotation mark is not closed", '"'),
        ("age >= 18; died", "';' means nothing here", ";"),
        ("antibdy('anti-MDA5')", "Did you mean antibody", "antibdy"),
        ("antibody('anti-MDA55')", "Did you mean 'anti-MDA5'", "'anti-MDA55'"),
        ("antibody('Jo-1', 'Ro52')", 'it is written antibody\\("ANTIBODY"\\)', "'Ro52'"),
        ("antibody()", "something is missing", "antibody()"),
        ("antibody(anti)", "words between quotation marks", "anti"),
        ("treated('IVIG', status='taken')", "Known: given, planned", "'taken'"),
        ("treated('IVIG', dose='2')", "no argument 'dose' here", "'2'"),
        ("outcome('better')", "Known: improved", "'better'"),
        ("measured('ferritin') > 5 kg", "is not measured in kg", "5 kg"),
        ("measured('ferritin') > 5 zorks", "no unit is written 'zorks'", "5 zorks"),
        ("died > 5", "no number to compare", "died"),
        ("sex > 'male'", "words are compared by", "'male'"),
        ("age = 'old'", "expected a number", "'old'"),
        ("age > measured('ferritin')", "compare one question", "age > measured('ferritin')"),
        ("'age'", "no condition by itself", "'age'"),
        ("reported(died, alive)", "takes one condition", "reported(died, alive)"),
        ("__import__('os')", "no question is named '__import__'", "__import__"),
        ("age.real", "'.' means nothing here", "."),
        ("(" * 60 + "died", "too many brackets", "("),
    ],
)
def test_slips_are_pointed_at(text, reason, marked):
    """The message says what is wrong, and the caret stands below it."""
    with pytest.raises(ExpressionError, match=reason) as caught:
        condition(text)

    error = caught.value
    assert text[error.start : error.end] == marked
    line, carets = str(error).splitlines()[-2:]
    assert line[4:] == text
    assert carets.index("^") == 4 + error.start


@given(st.text(alphabet="age()<>=!,.'\" andortx19%μ\n", max_size=40))
def test_nothing_but_its_own_error_comes_out(text):
    """Whatever is typed, it is a condition or an error with a place."""
    places = [(0, 0)]
    try:
        condition(text)
    except ExpressionError as error:
        places.append((error.start, error.end))

    assert all(0 <= start <= end <= len(text) for start, end in places)


def test_long_conditions_are_refused():
    """A bound on the length, so that nothing runs away."""
    with pytest.raises(ExpressionError, match="2000 characters"):
        parse("died or " * 400 + "died")
