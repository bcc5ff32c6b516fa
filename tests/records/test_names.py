from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.names import LONGEST, folder_of, path_of, safe_name

PK = UUID(int=7)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/passwd", "passwd"),
        ("Behov: volymer?.txt", "Behov_ volymer_.txt"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("console.txt", "console.txt"),
        ("Räksmörgås.pdf", "Räksmörgås.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\x1b.txt", "ab.txt"),
        ("\u202egnp.txt", "gnp.txt"),
    ],
)
def test_a_name_is_safe_on_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_swedish_name_is_cut_by_its_bytes_and_keeps_its_extension() -> None:
    found = safe_name("Å" * 300 + ".docx")

    assert len(found.encode()) <= LONGEST
    assert found.endswith("Å.docx")


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder(name: str) -> None:
    path = path_of(folder_of("natt"), "files", PK, name)

    folder, _, last = path.rpartition("/")
    assert folder == f"networks/natt/files/{PK}"
    assert last not in ("", ".", "..")
    assert not set(last) & set('\\/<>:"|?*\x00')
    assert len(last.encode()) <= LONGEST
    assert last == last.strip(" .")
