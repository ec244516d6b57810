"""Fault injection: a good fictional report, one fault planted by an edit, one check that rings.

The report is `examples/velmora-ild.md`. Each row says what is put in place of what; a fault that
needs a sentence of its own is put behind one of the report's sentences. The untouched report must
keep still, and what rings must be the check of the fault.
"""

import pytest

from epicrisis.audit import audit, checks
from epicrisis.pipeline import extract
from epicrisis.readers import read_document

EXAM = "Her weight was 65 kg."
TESTS = "Blood cultures remained sterile."
STAY = "She was discharged on day 38 with prednisolone 25 mg daily."
TALK = "FVC rose from 52% to 78% of predicted in two years."
BRANNOCK = (
    "- [3] Brannock D, Aldwych R. Fatal anti-PL-12 disease despite immunoglobulin. "
    "*J Imag Rheumatol.* 2018;7:44–47."
)

# Code, what is printed, what is planted.
EDITED = [
    ("DOS001", "IVIG 0.4 g/kg (26 g)", "IVIG 0.4 mg/kg (26 mg)"),
    ("DOS002", "oral prednisolone 50 mg daily", "oral prednisolone 500 mg daily"),
    ("DOS003", "IVIG 0.4 g/kg (26 g)", "IVIG 0.4 g/kg (126 g)"),
    ("DOS006", "methylprednisolone 500 mg daily", "methylprednisolone pulse 50 mg daily"),
    ("UNI001", "Creatinine	68 µmol/L	45–90 µmol/L", "Creatinine	68 mol/L	45–90 µmol/L"),
    ("REF001", "45–90 µmol/L", "90–45 µmol/L"),
    ("XRF001", "A 57-year-old woman, a retired", "A 59-year-old woman, a retired"),
    ("XRF002", "A 57-year-old woman, a retired", "A 57-year-old man, a retired"),
    ("XRF004", "FVC rose from 52% to 78%", "FVC rose from 78% to 52%"),
    ("NUM001", "31 (74%) had ILD", "31 of 42 (47%) had ILD"),
    ("PHY001", "oxygen saturation 89%", "oxygen saturation 108%"),
    ("PHY001", "blood pressure 128/74 mmHg", "blood pressure 74/128 mmHg"),
    ("PHY006", "temperature was 37.4°C", "temperature was 47.4°C"),
    ("CIT001", "Brannock et al. [3]", "Brannock et al. [9]"),
    ("CIT002", "Brannock et al. [3]", "Brannock et al. [2]"),
    (
        "TIM009",
        "2	6	12	20	28	40	52	66	80	104",
        "2	6	12	28	20	40	52	66	80	104",
    ),
    ("DOS001", "IVIG 0.4 g/kg (26 g) daily", "IVIG 0.4 mg/kg (26 g) daily"),
    ("TAB003", "CK <sup>h</sup>	122", "Cr <sup>h</sup>	122"),
]
ADDED = [
    ("DOS004", STAY, "Anakinra 100 mg daily for 5 days (total 5000 mg) was given."),
    ("DOS005", STAY, "She took latamoxef 250 mg. Later latamoxef 250 g was given again."),
    ("UNI001", TESTS, "Haemoglobin was 10.9 mg/dL."),
    ("UNI001", TESTS, "C-reactive protein was 174 mg/mL."),
    ("UNI001", TESTS, "Ferritin was 1393 mg/dL."),
    ("UNI002", TESTS, "Leucocytes were 8600 /L."),
    ("UNI003", TESTS, "Serum creatinine was 1.2 mmHg."),
    ("REF001", TESTS, "Sodium was 139 mmol/L (normal range 145-135 mmol/L)."),
    ("REF002", TESTS, "Calcium was elevated (2.3 mmol/L; normal range 2.1-2.6 mmol/L)."),
    ("REF002", TESTS, "Serum amylase of 249 U/L (normal <100 U/L) was normal."),
    ("REF003", TESTS, "She had hyponatraemia (158 mmol/L)."),
    ("REF004", TESTS, "Amylase was 90 U/L (<100 U/L). Later amylase was 80 U/L (<130 U/L)."),
    ("UNI005", TESTS, "\nDay	1	2	3\nAmylase	51.5	48,2	44.1\n"),
    (
        "NUM009",
        TESTS,
        "\nKind	Women	Men\nMild	4	6\nGrave	5	3\nTotal	9	11\n",
    ),
    ("NUM008", TESTS, "\nKind	Women\nMild	4 (40%)\nGrave	5 (50%)\nMild	1 (10%)\n"),
    (
        "TAB007",
        TESTS,
        "\nDay	1	2	3	4	5\nHeat	38	38	412	37	37\nALAT	500	480	37	300	280\n",
    ),
    ("TIM010", TESTS, "She had travelled on 8-5-2014."),
    ("TIM008", STAY, "During a follow-up of 6 months the rash came back at 9 months."),
    ("XRF013", STAY, "We report two cases. We report 3 cases."),
    ("PHY011", STAY, "FVC was 2.0 L (50%). Weeks later FVC was 4.2 L (75%)."),
    ("XRF005", TESTS, "Interstitial lung disease (ILD) remained. Anti-ILD antibodies were found."),
    ("TIM002", EXAM, "She had a 75-year history of psoriasis."),
    ("TIM003", STAY, "Antibiotics were given from day 20 to day 12."),
    ("TIM005", STAY, "She was ventilated from March 9, 2015 to February 2, 2015."),
    ("PHY001", TESTS, "On day 3 pulse oximetry showed 112%."),
    ("PHY003", TESTS, "Arterial blood gas: pH 7.36, PaCO2 35 mmHg, bicarbonate 34 mmol/L."),
    ("PHY004", EXAM, "Later the heart rate was 961 beats/min."),
    ("PHY005", TESTS, "PaO2 was 60 mmHg on FiO2 0.4 (P/F ratio 310)."),
    ("PHY006", TESTS, "Arterial blood gas showed pH 9.41 and PaCO2 37 mmHg."),
    ("PHY006", EXAM, "Her Glasgow Coma Scale was 18/15."),
    ("PHY008", EXAM, "Her height was 165 cm and her BMI 33.9 kg/m2."),
    ("NUM002", TALK, "A series of 30 patients (12 men and 15 women) was published."),
    ("NUM003", TESTS, "The lavage held 26% neutrophils, 94% lymphocytes."),
    ("NUM004", EXAM, "The GCS was 12 (E2V4M5)."),
    ("NUM005", TESTS, "Leucocytes were 3,290/µL and neutrophils 1% (330/µL)."),
    ("NUM006", TALK, "Survival was 5/8 versus 0/5 (p = 0.04)."),
    ("NUM007", TALK, "Fever was present in 37% of 5 patients."),
    ("CIT003", TALK, "Others agree [1–1–3]."),
    ("DOS008", STAY, "Polymyxin B 25 g/kg daily was given."),
    ("NUM010", EXAM, "Strength was 7/5 in both arms."),
    ("NUM011", TALK, "The odds ratio was 5.8 (95% CI 1.2-2.4)."),
    ("NUM012", STAY, "She took it for seven (9) days."),
    ("PHY004", EXAM, "Her Karnofsky score was 170."),
    ("PHY012", EXAM, "Her mother was a 157-year-old woman."),
    ("PHY013", TESTS, "Total bilirubin was 0.6 mg/dL and direct bilirubin 1.4 mg/dL."),
    ("PHY014", TESTS, "The white blood cell count was 815000/µL."),
    ("TIM011", STAY, "She was seen again on June 31, 2015."),
    ("UNI001", TESTS, "Serum albumin was 31 g/dL with ascites."),
    ("UNI006", TESTS, "CT showed a mass of 4 × 5 m in the left lobe."),
    (
        "XRF014",
        TALK,
        "Case 1: a 40-year-old man. Case 1: a 50-year-old man. Case 3: a 60-year-old man.",
    ),
]


def findings(folder, text: str) -> list:
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    return [f for f in audit(document, extract(document)) if f.severity != "info"]


@pytest.fixture(scope="module")
def report(request) -> str:
    return (request.config.rootpath / "examples" / "velmora-ild.md").read_text(encoding="utf-8")


def test_the_untouched_report_keeps_still(report, tmp_path):
    """Not one finding, however small, on a report without a fault."""
    assert findings(tmp_path, report) == []


@pytest.mark.parametrize(("code", "old", "new"), EDITED)
def test_a_changed_word_is_found(report, tmp_path, code, old, new):
    """The check of the fault rings, at the place that was changed or with it among its places."""
    assert old in report
    planted = report.replace(old, new, 1)
    found = [f for f in findings(tmp_path, planted) if f.code == code]
    low = planted.index(new)
    high = low + len(new)
    places = [a for f in found for a in (*f.anchors, *f.related)]
    assert any(a.start < high + 40 and low - 40 < a.end for a in places)


@pytest.mark.parametrize(("code", "behind", "sentence"), ADDED)
def test_an_added_sentence_is_found(report, tmp_path, code, behind, sentence):
    """The check of the fault rings inside the sentence."""
    planted = report.replace(behind, f"{behind} {sentence}", 1)
    assert planted != report
    low = planted.index(sentence)
    found = [f for f in findings(tmp_path, planted) if f.code == code]
    places = [a for f in found for a in (*f.anchors, *f.related)]
    assert any(a.start < low + len(sentence) and low < a.end for a in places)


def test_an_article_listed_twice_is_found(report, tmp_path):
    """The last entry of the list is the third again."""
    again = BRANNOCK.replace("[3]", "[5]")
    assert "CIT004" in {f.code for f in findings(tmp_path, f"{report.rstrip()}\n{again}\n")}


def test_every_other_check_has_an_example_that_fires():
    """What no edit of this report can show is shown by the check's own example."""
    planted = {row[0] for row in (*EDITED, *ADDED)}
    shown = {code for code, check in checks().items() if check.examples.fires}
    elsewhere = {"TAB002", "PHY010", "OCR001"}  # flattened print; sex; a reader's repairs
    assert set(checks()) <= planted | shown | elsewhere
