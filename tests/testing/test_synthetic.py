"""Invented cases are the same for the same seed, and are sound."""

from epicrisis.testing import synthetic_case, synthetic_cases


def test_the_same_number_and_seed_give_the_same_case():
    """Another number or seed gives another."""
    assert synthetic_case(5) == synthetic_case(5)
    assert list(synthetic_cases(3, seed=4)) == [synthetic_case(n, seed=4) for n in range(3)]
    assert len({synthetic_case(n, seed=s)[0].id for n in range(50) for s in range(2)}) == 100


def test_every_datum_is_stated():
    """Each anchor quotes its document, and what a quote says is what the datum says."""
    for document, course in synthetic_cases(60):
        for event in course.events:
            for anchor in event.anchors:
                anchor.verify(document.text)
        for result in course.of_kind("measurement"):
            assert f"{result.quantity.value:.0f} {result.quantity.unit}" in result.anchors[0].exact


def test_cases_differ_as_reports_do():
    """Both sexes, all diseases, good and bad endings, findings present and absent."""
    courses = [course for _, course in synthetic_cases(200)]

    assert {course.individual.sex.value for course in courses} == {"female", "male"}
    assert len({course.of_kind("disease")[0].text for course in courses}) == 8
    assert 0.1 < sum(bool(course.of_kind("vital_status")) for course in courses) / 200 < 0.3
    said = [f.status for course in courses for f in course.of_kind("phenotypic_feature")]
    assert said.count("present") == said.count("absent") == 400
