from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZipFile

import orjson
import pytest

from records.packing import Package, Part

NOON = datetime(2031, 1, 1, 12, tzinfo=UTC)
MIB = 2**20


def part(path: str, *pieces: bytes, media_type: str = "text/plain") -> Part:
    return Part(path=path, media_type=media_type, opened=lambda: list(pieces), title=path)


@pytest.fixture
def package() -> Package:
    return Package(out=BytesIO(), at=NOON)


def test_two_parts_of_one_name_lie_side_by_side_whatever_their_case(package: Package) -> None:
    for path in ("a/Behov.txt", "a/behov.TXT", "a/Behov.txt", "b/Behov.txt"):
        package.add(part(path, path.encode()), kind="files")
    package.close()

    names = [one.path for one in package.packed]
    assert names == ["a/Behov.txt", "a/behov-2.TXT", "a/Behov-3.txt", "b/Behov.txt"]
    assert ZipFile(package.out).namelist() == names


def test_rows_become_a_list_of_json_one_a_line(package: Package) -> None:
    rows = [{"at": NOON, "name": "Örebro"}, {"at": NOON, "name": "Åre"}]

    assert package.add_rows("rows.json", iter(rows), kind="rows", title="Rader") == 2
    assert package.add_rows("none.json", iter([]), kind="none", title="Inga") == 0
    package.close()

    archive = ZipFile(package.out)
    written = archive.read("rows.json")
    assert [row["name"] for row in orjson.loads(written)] == ["Örebro", "Åre"]
    assert written.count(b"\n") == 4
    assert orjson.loads(archive.read("none.json")) == []
    packed = package.packed[0]
    assert (packed.rows, packed.sha256) == (2, sha256(written).hexdigest())


def test_what_can_not_be_had_is_written_down_and_leaves_no_part(package: Package) -> None:
    def gone() -> list[bytes]:
        raise FileNotFoundError

    package.add(Part(path="a", media_type="text/plain", opened=gone, title="a"), kind="files")
    package.add(Part(path="b", media_type="text/plain", opened=None, title="b"), kind="documents")
    package.close()

    assert [(one.path, one.problem) for one in package.missing] == [("a", "gone"), ("b", "unreadable")]
    assert package.packed == []


def test_what_is_large_goes_through_piece_by_piece() -> None:
    asked, written = [], []

    with TemporaryFile() as out:
        package = Package(out=out, at=NOON)

        def pieces() -> Iterator[bytes]:
            for number in range(64):
                asked.append(number)
                written.append(out.tell())
                yield bytes([number]) * MIB

        large = Part(path="large.bin", media_type="image/png", opened=pieces, title="large")
        package.add(large, kind="files")
        package.close()

        assert package.packed[0].size == 64 * MIB
        assert out.tell() > 64 * MIB
        # Each piece had left before the next was asked for: what is kept of it is a buffer at most.
        assert all(there >= (number - 1) * MIB for number, there in zip(asked, written, strict=True))


def test_text_is_packed_and_pictures_are_as_they_were(package: Package) -> None:
    package.add(part("a.txt", b"a" * MIB), kind="files")
    package.add(part("a.png", b"a" * MIB, media_type="image/png"), kind="files")
    package.close()

    sizes = {one.filename: one.compress_size for one in ZipFile(package.out).infolist()}
    assert sizes["a.txt"] < MIB / 100
    assert sizes["a.png"] == MIB
