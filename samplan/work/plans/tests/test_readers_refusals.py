"""Files that are not read: what is said, and that nothing runs away while finding out."""

import io
import re
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
import zlib
from importlib import import_module

import pypdf
import pytest
from PIL import Image

from samplan.work.plans.recognition.readers import archive, pdf, pdf_pages, pdf_process
from samplan.work.plans.recognition.readers.encoding import decode
from samplan.work.plans.recognition.readers.errors import ReadRefused, refused
from samplan.work.plans.recognition.readers.sniff import MAX_FILE, check_size, sniff

from .document_making import Part, as_docx, as_odt, as_pdf, package, paragraph, word
from .document_making import odt as make_odt
from .document_making import pdf as make_pdf

PLAN = [Part("heading", "Mål"), Part("text", "Fler mår bra."), Part("bullet", "Ring alla")]
SWEDISH = "Åtgärder för äldre: öka stödet på ålderns höst, även för närstående."


def read(data, name="plan.docx"):
    kind = sniff(data, name)
    if kind == "text":
        return decode(data)
    return import_module(f"samplan.work.plans.recognition.readers.{kind}").read(data, name)


def reason(data, name="plan.docx"):
    with pytest.raises(ReadRefused) as caught:
        read(data, name)
    assert_is_advice(caught.value.message_sv)
    return caught.value.reason


def assert_is_advice(message):
    """Whole Swedish sentences that say what happened and what to do, without system words."""
    assert re.match(r"[A-ZÅÄÖ].*\. .*\.$", message), message
    assert not re.search(r"error|exception|XML|parse|bytes|traceback", message, re.IGNORECASE), message


def picture(kind):
    stream = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(stream, kind)
    return stream.getvalue()


def test_the_kind_is_decided_by_the_content_and_not_by_the_name():
    assert sniff(as_docx(PLAN), "plan.pdf") == "docx"
    assert sniff(as_odt(PLAN), "plan.txt") == "odt"
    assert sniff(as_pdf(PLAN), "plan.docx") == "pdf"
    assert sniff(SWEDISH.encode(), "plan.docx") == "text"
    assert sniff(b"BM i planen st\xc3\xa5r f\xc3\xb6r betalningsmodell.", "plan.txt") == "text"


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", b"\xef\xbb\xbf", b"\x00" * 500])
def test_an_empty_file(data):
    assert reason(data) == "empty"


def test_a_large_file_is_refused_from_its_size():
    with pytest.raises(ReadRefused, match="25 MB"):
        check_size(200 * 1024 * 1024)
    check_size(MAX_FILE)
    assert reason(b"a" * (MAX_FILE + 1)) == "too_large"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "ICO"])
def test_pictures(kind):
    assert reason(picture(kind), "plan.docx") == "image"


def test_drawings_films_and_packages():
    assert reason(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>') == "image"
    assert reason(b"\x00\x00\x00\x20ftypisom" + b"\x00" * 50) == "media"
    assert reason(b"\x1f\x8b\x08" + b"\x00" * 50) == "compressed"
    assert reason(package({"plan.txt": b"En plan"})) == "compressed"


def test_other_kinds_of_documents():
    assert reason(package({"[Content_Types].xml": b"", "xl/workbook.xml": b""})) == "spreadsheet"
    assert reason(package({"[Content_Types].xml": b"", "ppt/presentation.xml": b""})) == "slides"
    sheet = b"application/vnd.oasis.opendocument.spreadsheet"
    assert reason(package({"mimetype": sheet, "content.xml": b"<a/>"})) == "spreadsheet"
    assert reason(b"{\\rtf1\\ansi Plan}") == "rich_text"
    assert reason(b"<!DOCTYPE html><html><body>Plan</body></html>") == "web_page"
    assert reason(b'<?xml version="1.0"?><office:document/>') == "other_format"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("WordDocument", "old_word"),
        ("Workbook", "spreadsheet"),
        ("EncryptedPackage", "password"),
        ("Annat", "old_office"),
    ],
)
def test_the_old_office_container(stream, expected):
    assert reason(OLE + stream.encode("utf-16-le") + b"\x00" * 100, "plan.doc") == expected


def with_part(data, name, content):
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive_file:
        archive_file.writestr(name, content)
    return stream.getvalue()


def test_macros_are_refused_whatever_the_name_says():
    assert reason(with_part(as_docx(PLAN), "word/vbaProject.bin", b"\x00")) == "macros"
    types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert reason(package({"[Content_Types].xml": types, "word/document.xml": b"<a/>"})) == "macros"
    assert reason(make_odt("<text:p>a</text:p>", more={"Basic/Standard/script-lb.xml": b"<a/>"})) == "macros"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_with_a_password(algorithm):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(as_pdf(PLAN)))
    writer.encrypt("hemligt", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    assert reason(stream.getvalue(), "plan.pdf") == "password"


def test_a_pdf_that_anyone_may_open_is_read_though_it_is_locked_for_changes():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(as_pdf(PLAN)))
    writer.encrypt("", owner_password="hemligt", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    assert "- Ring alla" in read(stream.getvalue()).text


def test_an_odt_with_a_password():
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert reason(make_odt("", more={"META-INF/manifest.xml": manifest})) == "password"


@pytest.mark.parametrize("make", [as_docx, as_odt, as_pdf])
def test_half_a_file(make):
    data = make([*PLAN, *[Part("text", SWEDISH * 20 + str(number)) for number in range(200)]])
    assert reason(data[: len(data) // 2]) in ("broken", "truncated")
    assert reason(data[: len(data) - 400]) in ("broken", "truncated")


def test_damaged_insides():
    data = bytearray(as_pdf(PLAN))
    for place in range(200, len(data) - 200, 7):
        data[place] ^= 0x5A
    assert reason(bytes(data)) in ("broken", "no_text", "truncated", "scanned")
    assert reason(package({"word/document.xml": b"<w:document"})) == "broken"
    assert reason(package({"word/document.xml": b"<a/>"})) == "broken"
    assert (
        reason(package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"\xff\xfe<"}))
        == "broken"
    )


def test_a_part_whose_check_sum_is_wrong():
    data = bytearray(word(paragraph("Planen " * 50)))
    place = data.index(b"word/document.xml") + 40
    data[place] ^= 0xFF
    assert reason(bytes(data)) == "broken"


def peak_of(action):
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_by_what_it_says_and_by_what_it_does():
    bomb = package({"word/document.xml": b" " * 60_000_000})
    assert peak_of(lambda: reason(bomb)) < 10_000_000
    many = package({f"word/{number}.xml": b"" for number in range(archive.MAX_PARTS + 1)})
    assert reason(many) == "bomb"
    # The directory claims a small part, the data go on.
    lying = bytearray(package({"word/document.xml": b" " * 60_000_000}))
    for header, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = lying.index(header)
        lying[place + offset : place + offset + 4] = struct.pack("<I", 2_000)
    assert reason(bytes(lying)) in ("bomb", "broken")
    assert peak_of(lambda: reason(bytes(lying))) < 10_000_000


def test_repetitive_but_honest_documents_are_no_bombs():
    rows = [Part("text", "Samma rad.") for _ in range(20_000)]
    assert len(read(as_odt(rows)).lines) > 20_000


ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("trick", [ENTITIES, OUTSIDE])
def test_tricks_with_entities(trick):
    assert reason(word(paragraph("Text"), before=trick)) == "unsafe_xml"
    assert reason(make_odt("<text:p>&a;</text:p>", before=trick)) == "unsafe_xml"


def test_documents_nested_without_end():
    deep = "<w:sdt><w:sdtContent>" * 20_000 + paragraph("x") + "</w:sdtContent></w:sdt>" * 20_000
    assert reason(word(deep)) == "bomb"
    assert reason(make_odt("<text:section>" * 20_000 + "</text:section>" * 20_000)) == "bomb"


def test_documents_without_text():
    assert reason(as_docx([])) == "no_text"
    assert reason(make_odt("<text:p/>")) == "no_text"
    assert reason(make_pdf("", settings="#set page(header: none, numbering: none)\n")) == "no_text"


def test_a_scanned_pdf():
    stream = io.BytesIO()
    page = Image.new("RGB", (800, 1100), "white")
    page.save(stream, "PDF", save_all=True, append_images=[page, page])
    assert reason(stream.getvalue(), "plan.pdf") == "scanned"


def test_a_pdf_whose_letters_have_no_names():
    data = as_pdf([Part("text", SWEDISH * 3)])
    without = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), data)
    assert without != data
    assert reason(without) == "unreadable_font"


def test_a_pdf_with_too_many_pages(monkeypatch):
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 3)
    with pytest.raises(ReadRefused, match="fler än 3 sidor"):
        pdf_pages.lines_of_pdf(make_pdf("#pagebreak()\n" * 4))


def raw_pdf(*objects):
    """A PDF from the bodies of its objects; the first is the catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


CATALOGUE = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")


@pytest.mark.slow
def test_a_pdf_that_unpacks_without_end_is_stopped():
    packer = zlib.compressobj(1)
    inner = b"".join(packer.compress(b"\x00" * 10_000_000) for _ in range(80)) + packer.flush()
    squeezed = zlib.compress(inner, 9)
    assert len(squeezed) < 100_000
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R>>"
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(squeezed), squeezed)
    assert reason(raw_pdf(*CATALOGUE, page, stream)) == "too_heavy"


@pytest.mark.slow
def test_a_pdf_that_draws_itself_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_SECONDS", 4)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>"
    forms = []
    for number in range(5, 20):
        draws = b"/A Do " * 20
        resources = b"/Resources<</XObject<</A %d 0 R>>>>" % (number + 1)
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>" % (resources, len(draws))
        forms.append(b"%sstream\n%s\nendstream" % (head, draws))
    contents = b"<</Length 6>>stream\n/A Do \nendstream"
    before = time.monotonic()
    assert reason(raw_pdf(*CATALOGUE, page, contents, *forms)) == "too_heavy"
    assert time.monotonic() - before < 10


def test_the_process_that_reads_pdf_has_limits_of_its_own():
    script = (
        "import resource, runpy, sys; sys.argv = ['x'];"
        f"runpy.run_module('{pdf_process.__name__}', run_name='__main__');"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    done = subprocess.run([sys.executable, "-c", script], input=as_pdf(PLAN), capture_output=True, check=True)
    assert done.stdout.decode().split("}")[-1].split()[-2:] == [
        *(str(pdf_process.MAX_MEMORY), str(pdf_process.MAX_CPU_SECONDS)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_swedish_text_is_read_in_the_encodings_that_are_in_use(encoding):
    assert read((SWEDISH * 3).encode(encoding), "plan.txt").lstrip("\ufeff") == SWEDISH * 3


def test_typography_of_windows_is_read():
    text = "Mål – ”trygghet” … • ett steg i taget för § 5, 100 €"
    assert read(text.encode("cp1252"), "plan.txt") == text


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac-roman"])
def test_text_in_an_old_encoding_is_refused_with_advice(encoding):
    assert reason((SWEDISH * 3).encode(encoding), "plan.txt") == "encoding"


def test_text_that_was_saved_wrongly_is_refused_with_advice():
    assert reason(SWEDISH.encode().decode("latin-1").encode(), "plan.txt") == "encoding"
    assert reason(SWEDISH.encode().decode("cp1252", "replace").encode(), "plan.txt") == "encoding"
    assert reason(re.sub("[åäöÅ]", "\ufffd", SWEDISH).encode(), "plan.txt") == "encoding"


def test_rubbish_and_null_bytes_are_no_text():
    noise = zlib.compress(SWEDISH.encode() * 300)
    assert reason(noise[2:], "plan.txt") in ("not_text", "encoding")
    assert reason(bytes(range(256)) * 20, "plan.txt") == "not_text"
    assert reason(b"Planen\x00 g\xc3\xa4ller", "plan.txt") == "not_text"
    assert reason(b"\x01\x02\x03" * 50 + b"plan", "plan.txt") == "not_text"


def test_every_refusal_is_advice():
    from samplan.work.plans.recognition.readers import errors

    for known in errors._MESSAGES:
        assert_is_advice(refused(known, limit=25).message_sv)


def test_all_the_readers_give_the_kind_they_read():
    assert [read(make(PLAN)).kind for make in (as_docx, as_odt, as_pdf)] == ["docx", "odt", "pdf"]
