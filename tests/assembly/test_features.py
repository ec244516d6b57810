"""Symptoms, signs, diseases, procedures, imaging and biopsies, and how sure each is."""

import pytest

WHO = "A 52-year-old woman was admitted. "


def statuses(course):
    """Each feature or disease by its printed words, and its status."""
    found = course.of_kind("phenotypic_feature", "disease")
    return {e.text.lower(): e.status for e in found}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("She had dyspnoea and cough.", {"dyspnoea": "present", "cough": "present"}),
        ("She had no fever.", {"fever": "absent"}),
        ("She denied fever, cough or dyspnoea.", dict.fromkeys(["fever", "cough"], "absent")),
        ("There was no cough but fever.", {"cough": "absent", "fever": "present"}),
        ("Pneumonia was suspected.", {"pneumonia": "uncertain"}),
        ("Possible sarcoidosis was discussed.", {"sarcoidosis": "uncertain"}),
        ("Her mother had asthma.", {"asthma": "family"}),
        ("There was a family history of asthma.", {"asthma": "family"}),
        ("There was no family history of asthma.", {"family history of asthma": "absent"}),
        ("There was no familial history of asthma.", {"familial history of asthma": "absent"}),
        ("She had a history of asthma.", {"asthma": "historical"}),
        ("Her past medical history included hypertension.", {"hypertension": "historical"}),
        ("Neither fever nor cough was present.", {"fever": "absent", "cough": "absent"}),
    ],
)
def test_feature_is_as_sure_as_its_sentence(read, sentence, expected):
    """Denied, doubted, past and a relative's are kept apart from what the patient has."""
    assert expected.items() <= statuses(read(sentence)).items()


@pytest.mark.parametrize(
    ("sentence", "text", "severity"),
    [
        ("She had severe dyspnoea.", "severe dyspnoea", "severe"),
        ("She had progressive exertional dyspnoea.", "progressive exertional dyspnoea", None),
        ("She had mild muscle weakness.", "mild muscle weakness", "mild"),
    ],
)
def test_qualifiers_stay_with_their_feature(read, sentence, text, severity):
    """The words that colour a symptom are part of its quote, its severity a field."""
    (event,) = read(sentence).of_kind("phenotypic_feature")

    assert event.text == text
    assert event.anchors[0].exact == text
    assert event.severity == severity


def test_title_names_the_principal_disease(read):
    """What a report is titled for is what its patient has."""
    title = "# Sarcoidosis in a lighthouse keeper: a case report\n\n## Case presentation\n\n"
    course = read("She had a cough.", opening=title + "A 52-year-old woman was admitted. ")
    (disease,) = course.of_kind("disease")

    assert (disease.concept.label.lower(), disease.principal) == ("sarcoidosis", True)


def test_other_diagnoses_stand_behind_that_of_the_title(read):
    """A second diagnosis is none the report is about."""
    title = "# Sarcoidosis in a lighthouse keeper: a case report\n\n## Case presentation\n\n"
    course = read("She was diagnosed with asthma and then with sarcoidosis.", opening=title + WHO)
    told = {(e.text.lower(), e.principal) for e in course.of_kind("disease")}

    assert told == {("sarcoidosis", True), ("asthma", False)}


@pytest.mark.parametrize(
    "sentence",
    [
        "She suffered from constant diarrhoea.",
        "No diagnosis was made, but she reported depression.",
        "After the diagnosis of gout she developed sepsis.",
    ],
)
def test_words_of_diagnosing_do_not_reach_everything(read, sentence):
    """A sign that somebody suffers from, or another statement, is no diagnosis."""
    assert {e.text for e in read(sentence).of_kind("disease")} <= {"gout"}


@pytest.mark.parametrize(
    "sentence",
    ["Sarcoidosis was diagnosed.", "She was diagnosed with sarcoidosis."],
)
def test_diagnosis_is_told_from_a_sign(read, sentence):
    """A disease that is called the diagnosis is the patient's principal one."""
    (disease,) = read(sentence).of_kind("disease")

    assert (disease.text.lower(), disease.principal) == ("sarcoidosis", True)


@pytest.mark.parametrize(
    ("sentence", "modality", "finding", "status"),
    [
        ("Chest CT showed ground-glass opacity.", "Chest CT", "ground-glass opacity", "present"),
        ("Echocardiography was normal.", "Echocardiography", "normal", "absent"),
        ("Chest X-ray: normal.", "Chest X-ray", "normal", "absent"),
        ("Chest CT (normal) was repeated.", "Chest CT", "normal", "absent"),
        ("CT was negative for embolism.", "CT", "negative for embolism", "absent"),
        ("There was a mass on chest CT.", "chest CT", "a mass", "present"),
        ("A mass was seen on chest CT.", "chest CT", "A mass", "present"),
        ("A mass was not seen on chest CT.", "chest CT", "A mass", "absent"),
        ("No mass was detected by MRI.", "MRI", "No mass", "absent"),
        ("On MRI, a cyst of the knee was seen.", "MRI", "a cyst of the knee was seen", "present"),
        ("She underwent MRI and was discharged.", None, None, None),
        ("MRI of the thighs showed no oedema.", "MRI of the thighs", "no oedema", "absent"),
        ("MRI did not show oedema.", "MRI", None, "absent"),
        ("Chest CT showed clear lungs.", "Chest CT", "clear lungs", "absent"),
        ("CT showed clear signs of ileus.", "CT", "clear signs of ileus", "present"),
        ("CT showed no fluid but a mass.", "CT", "no fluid but a mass", "present"),
        ("CT showed no fluid but no air.", "CT", "no fluid but no air", "absent"),
        ("CT was normal except for a cyst.", "CT", "normal except for a cyst", "present"),
    ],
)
def test_imaging_keeps_what_was_seen(read, sentence, modality, finding, status):
    """A picture is told with its finding; a normal one shows nothing that is there."""
    pictures = read(sentence).of_kind("imaging")

    assert [p.modality for p in pictures] == ([modality] if status else [])
    assert all(p.status == status for p in pictures)
    assert finding is None or pictures[0].finding == finding


def test_examinations_named_together_share_their_finding(read):
    """`US and CT were normal` is said of both."""
    told = read("Ultrasonography and CT were normal, and MRI showed a mass.").of_kind("imaging")

    assert [(p.modality, p.finding) for p in told] == [
        ("Ultrasonography", "normal"),
        ("CT", "normal"),
        ("MRI", "a mass"),
    ]


def test_biopsy_keeps_its_site_and_finding(read):
    """Tissue is told with where it came from and what it showed."""
    (event,) = read("Muscle biopsy showed perifascicular atrophy.").of_kind("biopsy")

    assert (event.site, event.finding) == ("Muscle", "perifascicular atrophy")


def test_a_tumour_is_not_absent_by_its_name(read):
    """Clear cells are no clear picture."""
    (event,) = read("Renal biopsy showed clear cell carcinoma.").of_kind("biopsy")

    assert (event.finding, event.status) == ("clear cell carcinoma", "present")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Bronchoscopy was performed.", "given"),
        ("Bronchoscopy was not performed.", "not_given"),
        ("Bronchoscopy was negative.", "given"),
        ("Plasma exchange was planned.", "planned"),
    ],
)
def test_procedure_is_done_or_not(read, sentence, status):
    """A procedure that found nothing was done all the same."""
    (event,) = read(sentence).of_kind("procedure")

    assert event.status == status


def test_name_of_an_institution_is_no_finding(read):
    """`Department of Lung Diseases` says where somebody works, not what the patient has."""
    course = read("She came to the Department of Lung Diseases with cough.")

    assert list(statuses(course)) == ["cough"]


def test_psychotherapy_is_not_physical_therapy(read):
    """Each keeps its own concept."""
    (event,) = read("She was treated with psychotherapy.").of_kind("procedure")

    assert event.concept.label == "psychotherapy"


def test_conjunction_is_not_part_of_an_unlisted_name(read):
    """`while PWV (5.9 m/s)` measures PWV."""
    (event,) = read("Flow fell while PWV (5.9 m/s) did not.").of_kind("measurement")

    assert event.text.startswith("PWV")


def test_what_has_not_recurred_was_there_before(read):
    """`No recurrence of X` at a follow-up does not put X there."""
    course = read("At 18 months there was no recurrence of the pneumothorax.")

    (event,) = course.of_kind("phenotypic_feature")
    months = event.time.earliest if event.time else None
    assert months is None or months < 500


def test_finding_of_a_picture_ends_where_the_body_is_spoken_of(read):
    """`CT showed no mass, his pressure was normal`: the pressure was not seen on CT."""
    course = read("CT showed no mass, his weight was 70 kg.")

    assert [e.finding for e in course.of_kind("imaging")] == ["no mass"]
