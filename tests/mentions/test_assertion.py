"""Assertions say what the words around a mention say, and nothing beyond their reach."""

import pytest

from epicrisis.mentions.assertion import assert_mentions
from epicrisis.model.mentions import Mention, MentionKind


def statuses(text: str, kind: MentionKind, *names: str) -> list[str]:
    mentions = marked(text, kind, *names)
    return [m.assertion.status if m.assertion else "present" for m in mentions]


def marked(text: str, kind: MentionKind, *names: str) -> list[Mention]:
    """Assert the mentions of `names` in a text of one sentence a line."""
    mentions = [Mention(text.index(n), text.index(n) + len(n), kind) for n in names]
    mentions.sort(key=lambda mention: mention.start)
    sentences = []
    start = 0
    for line in text.split("\n"):
        sentences.append((start, start + len(line)))
        start += len(line) + 1
    assert_mentions(text, sentences, mentions)
    return mentions


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("She had no signs of ataxia and tremor.", {"ataxia", "tremor"}),
        ("There was no ataxia, tremor, or diplopia.", {"ataxia", "tremor", "diplopia"}),
        ("She walked without ataxia or tremor.", {"ataxia", "tremor"}),
        ("Neither ataxia nor tremor was present.", {"ataxia", "tremor"}),
        ("Ataxia, typical of such lesions, was not revealed.", {"Ataxia"}),
        ("Ataxia and tremor were absent.", {"Ataxia", "tremor"}),
        ("Diplopia was noted, and ataxia could not be detected.", {"ataxia"}),
        ("He had diplopia, no ataxia, and tremor.", {"ataxia"}),
        ("He denied ataxia but reported tremor.", {"ataxia"}),
        ("MRI ruled out encephalitis and he had tremor.", {"encephalitis"}),
        ("Encephalitis was ruled out; tremor persisted.", {"Encephalitis"}),
        ("There was not only ataxia but tremor.", set()),
        ("He had no ataxia and tremor was present.", {"ataxia"}),
        ("He denied ataxia and tremor was present.", {"ataxia"}),
        ("No ataxia and tremor were noted.", {"ataxia", "tremor"}),
        ("There was no ataxia and tremor noted.", {"ataxia", "tremor"}),
        ("He has not had any ataxia.", {"ataxia"}),
        ("He had no reported ataxia.", {"ataxia"}),
        ("He hasn't had ataxia.", {"ataxia"}),
        ("There was no change in ataxia.", set()),
        ("No improvement of the tremor was seen.", set()),
        ("There was no evidence of encephalitis causing ataxia.", {"encephalitis", "ataxia"}),
        ("He was not well, ataxia worsened.", set()),
        ("The tremor did not respond to rest.", set()),
        ("The absence of ataxia was noted although tremor remained.", {"ataxia"}),
        ("She remained ataxia-free with tremor.", {"ataxia"}),
        ("The abdomen was non-tender.", {"tender"}),
        ("Symptoms were those of, but not limited to, ataxia.", set()),
        ("Rest did not worsen the tremor.", set()),
        ("Imaging confirmed the clinical suspicion of encephalitis.", set()),
        ("All tests were negative including one for encephalitis.", {"encephalitis"}),
        ("He had a negative test for encephalitis and tremor.", {"encephalitis", "tremor"}),
    ],
)
def test_denial_reaches_its_list_and_no_further(text: str, absent: set[str]) -> None:
    """What is denied is absent, what only stands near a denial is not."""
    known = ("ataxia", "Ataxia", "tremor", "diplopia", "Diplopia", "encephalitis", "Encephalitis")
    names = [name for name in (*known, "tender") if name in text]
    found = marked(text, "finding", *names)
    assert {
        text[m.start : m.end] for m in found if m.assertion and m.assertion.status == "absent"
    } == absent


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The agent was discontinued.", "stopped"),
        ("After cessation of the agent she recovered.", "stopped"),
        ("The agent was given but was later stopped.", "stopped"),
        ("The agent was then temporarily discontinued.", "stopped"),
        ("They stopped steroids and the agent was started.", "present"),
        ("The agent was switched to steroids.", "stopped"),
        ("Steroids were switched to the agent.", "present"),
        ("She was switched from the agent to steroids.", "stopped"),
        ("She was switched from steroids to the agent.", "present"),
        ("The agent was replaced with steroids.", "stopped"),
        ("After the agent, steroids and rest, rest was switched to steroids.", "present"),
        ("Steroids were replaced by the agent.", "present"),
        ("Steroids were substituted for the agent.", "stopped"),
        ("A course of the agent is planned.", "planned"),
        ("He will receive the agent.", "planned"),
        ("The agent was considered risky.", "considered"),
        ("She is under consideration for adding the agent.", "considered"),
        ("The agent was discussed.", "considered"),
        ("He declined the agent.", "not_done"),
        ("She declined to receive the agent.", "not_done"),
        ("She refused an operation, the agent was given instead.", "present"),
        ("No steroids or the agent was given.", "absent"),
        ("After withdrawal of steroids and initiation of the agent he recovered.", "present"),
        ("The cough resolved after the agent and has not recurred.", "present"),
        ("He received two weeks of the agent, which was stopped.", "stopped"),
        ("He received the agent and rest, which was stopped.", "present"),
        ("We reduced steroids and stopped the agent.", "stopped"),
        ("We reduced the agent and stopped steroids.", "present"),
        ("The agent was given and stopped after a week.", "stopped"),
        ("She did not tolerate the side effects of the agent.", "present"),
        ("Renal function declined gradually under the agent.", "present"),
        ("Platelet counts declined and recovered with the agent.", "present"),
        ("Removal of a foreign body, lavage and the agent.", "present"),
        ("The agent was not administered.", "not_done"),
        ("She has not had any agent.", "absent"),
        ("She refused analgesics and continued the agent.", "present"),
        ("The agent was contraindicated.", "not_done"),
        ("There was no relapse on the agent.", "present"),
        ("There was no response to the agent.", "present"),
        ("She was never treated without the agent.", "absent"),
        ("He did not respond to the agent.", "present"),
        ("The agent was started and other drugs were stopped.", "present"),
        ("The agent was planned for day 7.", "planned"),
        ("They agreed on the agent planned in case of relapse.", "planned"),
        ("The agent would be started if she relapsed.", "planned"),
        ("We did not have access to the agent.", "absent"),
        ("The agent could not be obtained.", "not_done"),
    ],
)
def test_status_of_a_treatment_is_that_of_its_verb(text: str, status: str) -> None:
    """Given, planned, considered, stopped and withheld are told apart."""
    assert statuses(text, "drug", "agent") == [status]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Suspected myelitis led to imaging.", "uncertain"),
        ("The picture was suggestive of myelitis.", "uncertain"),
        ("A myelitis cannot be excluded.", "uncertain"),
        ("A myelitis was considered.", "uncertain"),
        ("The differential diagnosis for these signs included myelitis.", "uncertain"),
        ("Considering the patient's myelitis, he was watched.", "present"),
        ("The fever might be caused by myelitis.", "uncertain"),
        ("It was possibly due to myelitis.", "uncertain"),
        ("The picture was consistent with myelitis.", "present"),
        ("He was considered to have myelitis.", "present"),
    ],
)
def test_doubt_makes_a_disease_uncertain(text: str, status: str) -> None:
    """A diagnosis that is only thought of is not stated."""
    assert statuses(text, "disease", "myelitis") == [status]


def test_a_test_not_done_is_told_from_a_test_without_finding() -> None:
    """An analyte that was not obtained has no value; its denial elsewhere does not touch it."""
    assert statuses("The CSF protein was not obtained.", "analyte", "protein") == ["not_done"]
    assert statuses("There was no rise in protein.", "analyte", "protein") == ["present"]


@pytest.mark.parametrize(
    ("text", "experiencer"),
    [
        ("His wife had gout.", "family"),
        ("His spouse was diagnosed with gout.", "family"),
        ("Two uncles had gout.", "family"),
        ("Her grandson had gout.", "family"),
        ("Gout was seen in his son.", "family"),
        ("Gout was found in the man but not in his wife.", None),
        ("His wife noticed gout.", None),
        ("The conjoined twins had gout.", None),
        ("She had gout, and a family history of ataxia in her son.", None),
    ],
)
def test_all_kin_can_have_an_illness_of_their_own(text: str, experiencer: str | None) -> None:
    """By blood or by marriage; but whoever only tells of it has it not."""
    (gout,) = marked(text, "disease", "Gout" if text.startswith("Gout") else "gout")
    assert (gout.assertion.experiencer if gout.assertion else None) == experiencer


def test_history_family_and_risk_do_not_speak_of_the_present_patient() -> None:
    """Past illness, relatives' illness and what might come keep their marks."""
    (past,) = marked("He had a history of gout and was admitted.", "disease", "gout")
    (now,) = marked("He had a 3-week history of gout.", "disease", "gout")
    (sudden,) = marked("He had a 40-min history of gout.", "disease", "gout")
    (kin,) = marked("Her mother had gout.", "disease", "gout")
    (seen,) = marked("Her mother noticed gout.", "disease", "gout")
    (well,) = marked("All family members were asymptomatic.", "finding", "asymptomatic")
    (none,) = marked("There was no family history of gout.", "disease", "gout")
    (risk,) = marked("Because of the risk of gout she fasted.", "disease", "gout")
    assert past.assertion is not None
    assert past.assertion.historical
    assert now.assertion is None
    assert sudden.assertion is None
    assert kin.assertion is not None
    assert kin.assertion.experiencer == "family"
    assert seen.assertion is None
    assert well.assertion is not None
    assert well.assertion.experiencer == "family"
    assert none.assertion is not None
    assert (none.assertion.experiencer, none.assertion.status) == ("family", "absent")
    assert risk.assertion is not None
    assert risk.assertion.conditional


@pytest.mark.parametrize("name", ["triple negative tumor", "free fluid", "free flap"])
def test_a_name_with_a_word_of_denial_in_it_denies_nothing(name: str) -> None:
    """What is called negative or free is there all the same."""
    assert statuses(f"She had a {name}.", "finding", name) == ["present"]


def test_history_ends_with_the_verb_of_admission() -> None:
    """What brought the patient in is not part of the history told before."""
    text = "A man with a history of gout was admitted with fever."
    gout, fever = marked(text, "finding", "gout", "fever")
    assert gout.assertion is not None
    assert gout.assertion.historical
    assert fever.assertion is None


def test_no_cue_reaches_another_sentence() -> None:
    """Each sentence is judged by its own words."""
    assert statuses("There was no ataxia.\nTremor was seen.", "finding", "Tremor") == ["present"]


def test_missing_improvement_is_an_outcome_denied() -> None:
    """The outcome named inside the phrase is denied, the symptom behind it is not."""
    text = "There was no improvement in ataxia."
    assert statuses(text, "outcome", "improvement") == ["absent"]
    assert statuses(text, "finding", "ataxia") == ["present"]


def test_denied_outcome_leaves_what_it_is_an_outcome_of() -> None:
    """ "No lasting relief from tremor" denies the relief and not the tremor."""
    text = "He had no lasting relief from tremor."
    relief = Mention(text.index("relief"), text.index("relief") + 6, "outcome")
    tremor = Mention(text.index("tremor"), text.index("tremor") + 6, "finding")
    assert_mentions(text, [(0, len(text))], [relief, tremor])
    assert relief.assertion is not None
    assert relief.assertion.status == "absent"
    assert tremor.assertion is None


def test_a_sign_that_may_be_measured_is_denied_too() -> None:
    """`Weight loss` is a change of weight and a sign."""
    mention = Mention(16, 27, "analyte", "weight", (("finding", "weight_loss"),))
    assert_mentions("She denied any  weight loss.", [(0, 28)], [mention])

    assert mention.assertion is not None
    assert mention.assertion.status == "absent"


@pytest.mark.parametrize(
    ("text", "ill", "status"),
    [
        ("She had triple negative breast cancer.", "triple negative breast cancer", "present"),
        ("There was free fluid in the pelvis.", "free fluid", "present"),
        ("There was no free fluid.", "free fluid", "absent"),
        ("The spots were considered to be metastases.", "metastases", "uncertain"),
        ("The spots were considered to be metastases.", "spots", "present"),
        ("Sarcoidosis was considered and ruled out.", "Sarcoidosis", "absent"),
        ("On the assumption of sarcoidosis she was treated.", "sarcoidosis", "uncertain"),
        ("The swelling progressed, and cytology was negative.", "swelling", "present"),
    ],
)
def test_words_that_only_look_like_a_denial_deny_nothing(text, ill, status):
    """`Negative` in a name, `free` before a noun, what is called something: each as it is meant."""
    assert statuses(text, "finding", ill) == [status]


def test_treatment_is_not_denied_by_what_did_not_occur():
    """`X is feared under Y; it did not occur` denies X, and not that Y was given."""
    (drug,) = marked("Rash is feared with imatinib; it did not occur.", "drug", "imatinib")

    assert drug.assertion is None


def test_aunts_and_cousins_are_family():
    """`In a paternal aunt` makes an illness one of the family."""
    (ill,) = marked("History was normal except for gout in a maternal uncle.", "finding", "gout")

    assert ill.assertion is not None
    assert ill.assertion.experiencer == "family"


def test_denied_subject_takes_its_verb_along():
    """`Neither X nor Y recurred` denies that they recurred."""
    (outcome,) = marked("Neither rash nor colic recurred.", "outcome", "recurred")

    assert outcome.assertion is not None
    assert outcome.assertion.status == "absent"


@pytest.mark.parametrize(
    "text", ["His mother (aged 81) had gout.", "Her sister, who has gout, lives abroad."]
)
def test_words_between_a_relative_and_the_verb_part_nothing(text):
    """A bracket or `who` behind a relative leaves the illness with the relative."""
    (ill,) = marked(text, "finding", "gout")

    assert ill.assertion is not None
    assert ill.assertion.experiencer == "family"
