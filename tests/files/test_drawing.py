from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from access.refusals import Invalid, TooLarge
from files import drawing
from files.drawing import drawn
from tests.factories.files import gif, jpeg, png


def reopened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_photo_loses_what_its_camera_noted() -> None:
    photo = jpeg(make="Kamera AB, N 59.33 E 18.07")

    picture = drawn(photo, kind="jpg")

    assert b"Kamera AB" in photo
    assert b"Kamera AB" not in picture.content
    assert dict(reopened(picture.content).getexif()) == {}
    assert reopened(picture.content).format == "JPEG"


def test_a_photo_held_upright_is_stored_upright() -> None:
    picture = drawn(jpeg(80, 60, turned=6), kind="jpg")

    assert (picture.width, picture.height) == (60, 80)
    assert reopened(picture.content).size == (60, 80)


def test_words_in_a_png_are_gone_and_its_transparency_is_not() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "hemlig adress")
    out = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG", pnginfo=notes)

    picture = drawn(out.getvalue(), kind="png")

    assert b"hemlig" in out.getvalue()
    assert b"hemlig" not in picture.content
    assert reopened(picture.content).getpixel((0, 0)) == (255, 0, 0, 0)


def test_what_hangs_on_behind_a_picture_is_cut_off() -> None:
    assert b"<script>" not in drawn(png() + b"<script>alert(1)</script>", kind="png").content


def test_a_moving_picture_goes_on_moving() -> None:
    picture = reopened(drawn(gif(frames=3), kind="gif").content)

    assert getattr(picture, "n_frames", 1) == 3
    assert picture.info["duration"] == 50


def test_a_webp_stays_one() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "WEBP")

    assert reopened(drawn(out.getvalue(), kind="webp").content).format == "WEBP"


def test_a_photo_for_print_becomes_one_for_screens() -> None:
    out = BytesIO()
    Image.new("CMYK", (8, 6)).save(out, "JPEG")

    assert reopened(drawn(out.getvalue(), kind="jpg").content).mode == "RGB"


def test_a_picture_of_too_many_pixels_is_refused_by_its_head_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_PIXELS", 40)

    with pytest.raises(TooLarge, match="too_many_pixels"):
        drawn(png(8, 6), kind="png")


def test_a_moving_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_PIXELS_IN_MOTION", 100)

    with pytest.raises(TooLarge, match="too_many_pixels"):
        drawn(gif(frames=3), kind="gif")


def test_a_picture_too_long_for_any_screen_is_refused() -> None:
    with pytest.raises(TooLarge):
        drawn(png(16_001, 1), kind="png")


@pytest.mark.parametrize(
    "content", [png()[:40], png()[:12] + b"\xff" * 40, jpeg()[:200], b"\x89PNG\r\n\x1a\n"]
)
@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_torn_picture_is_refused_as_damaged(content: bytes, kind: str) -> None:
    with pytest.raises(Invalid, match="damaged"):
        drawn(content, kind=kind)
