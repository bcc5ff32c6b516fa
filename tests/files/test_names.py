import pytest

from files.names import clean_name, extension_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Volymer.xlsx", "Volymer.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\Avtal 2026.docx", "Avtal 2026.docx"),
        ("..", "file"),
        ("", "file"),
        ("  .bashrc ", "bashrc"),
        ("rad\nbrytning\t.txt", "rad brytning .txt"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("nul\x00l.pdf", "null.pdf"),
        ("A\u030alborg.md", "Ålborg.md"),
        ("\ud800.txt", "txt"),
        ("/", "file"),
    ],
)
def test_a_name_is_its_last_part_without_what_hides(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("å" * 500 + ".docx")

    assert len(name) == 200
    assert name.endswith("å.docx")


@pytest.mark.parametrize(
    ("name", "extension"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("README", ""), (".docx", ""), ("a.", "")]
)
def test_the_extension_is_what_follows_the_last_dot(name: str, extension: str) -> None:
    assert extension_of(name) == extension
