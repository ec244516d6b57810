"""PubMed XML: an abstract with its labelled parts, and a full citation."""

import pytest

from epicrisis.errors import UnreadableDocumentError
from epicrisis.readers import read_document, read_documents

RECORD = """<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">901</PMID>
<Article PubModel="Print"><Journal><JournalIssue><Volume>3</Volume><PubDate>
<MedlineDate>2018 Nov-Dec</MedlineDate></PubDate></JournalIssue><Title>Annals of Invented Medicine
</Title><ISOAbbreviation>Ann Inv Med</ISOAbbreviation></Journal>
<ArticleTitle>[The <i>harp</i> player's elbow.]</ArticleTitle>
<ELocationID EIdType="doi" ValidYN="Y">10.1234/aim.9</ELocationID>
<Abstract><AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Harps strain.</AbstractText>
<AbstractText Label="CASE REPORT">A 40-year-old woman had 12 &#xd7; 10<sup>9</sup>/L
leukocytes.</AbstractText><CopyrightInformation>No.</CopyrightInformation></Abstract>
<AuthorList CompleteYN="Y"><Author><LastName>Lind</LastName><ForeName>Eva M</ForeName>
<Initials>EM</Initials></Author><Author><CollectiveName>Harp Group</CollectiveName></Author>
</AuthorList><PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
<PublicationType UI="D002363">Case Reports</PublicationType></PublicationTypeList>
<ArticleDate DateType="Electronic"><Year>2017</Year></ArticleDate></Article>
<OtherAbstract Type="Publisher" Language="ger"><AbstractText>Nein.</AbstractText></OtherAbstract>
<KeywordList Owner="NOTNLM"><Keyword>harp</Keyword><Keyword>elbow</Keyword></KeywordList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">901</ArticleId>
<ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList><ReferenceList><Reference>
<Citation>Other</Citation><ArticleIdList><ArticleId IdType="doi">10.9/other</ArticleId>
</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>"""
SET = (
    f"<?xml version='1.0'?><!DOCTYPE PubmedArticleSet><PubmedArticleSet>{RECORD}</PubmedArticleSet>"
)


def test_labels_of_the_abstract_become_headings(read):
    """Title, authors, and one section a label; what is not the abstract is left out."""
    page = read(SET)

    assert page.document.format == "pubmed"
    assert page.pieces("title") == ["The harp player's elbow."]
    assert page.pieces("heading") == ["Abstract", "BACKGROUND", "CASE REPORT"]
    assert page.pieces("paragraph") == [
        "Harps strain.",
        "A 40-year-old woman had 12 × 10^9/L leukocytes.",
    ]
    assert page.document.warnings == ("an abstract in another language was left out",)


def test_the_record_gives_the_citation(read):
    """The article's own numbers, never those of its references."""
    citation = read(SET).document.citation

    assert citation.authors == ("Eva M Lind", "Harp Group")
    assert (citation.journal, citation.year) == ("Annals of Invented Medicine", 2018)
    assert (citation.doi, citation.pmid, citation.pmcid) == ("10.1234/aim.9", "901", "PMC77")
    assert citation.article_type == "case-report"
    assert citation.keywords == ("harp", "elbow")


def test_a_set_gives_every_record():
    """Called by their numbers; a book's chapter among them."""
    book = """<PubmedBookArticle><BookDocument><PMID>5</PMID><Book><BookTitle>Tales</BookTitle>
    <PubDate><Year>2001</Year></PubDate></Book><ArticleTitle>A tale</ArticleTitle>
    <Abstract><AbstractText>Told.</AbstractText></Abstract></BookDocument></PubmedBookArticle>"""
    other = RECORD.replace("PMC77", "").replace(">901<", ">902<")
    data = f"<PubmedArticleSet>{RECORD}{other}{book}</PubmedArticleSet>".encode()
    documents = [found.document for found in read_documents(data)]

    assert [d.name for d in documents if d] == ["PMC77", "pmid-902", "pmid-5"]
    assert documents[2] is not None
    assert documents[2].citation.journal == "Tales"


def test_a_record_without_an_abstract_is_its_title(read):
    """It says next to nothing, but what it says is read."""
    bare = RECORD[: RECORD.index("<Abstract>")] + RECORD[RECORD.index("<AuthorList") :]

    assert read(f"<PubmedArticleSet>{bare}</PubmedArticleSet>").pieces("heading") == []


def test_an_empty_set_is_refused():
    """A search that found nothing."""
    with pytest.raises(UnreadableDocumentError, match="PubMed record"):
        read_document(b"<PubmedArticleSet></PubmedArticleSet> ", format="pubmed")
