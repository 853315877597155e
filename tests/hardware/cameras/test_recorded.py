"""Folders and films as cameras."""

import io
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cameras import avi
from hardware.cameras.camera import CameraGone, PicturesOver
from hardware.cameras.jpeg import decode
from hardware.cameras.recorded import FileFrame, Film, Folder
from hardware.codes.luma import BadPicture
from tests.hardware.cameras.films import chunk, film_of, raw_film_of, yuy2
from tests.hardware.cameras.scenes import jpeg

PICTURES = [b"\xff\xd8" + bytes([number]) * (7 * number + 1) for number in range(6)]


def found_in(film: bytes) -> list[bytes]:
    """Return the pictures of a film's bytes."""
    return list(avi.pictures_in(io.BytesIO(film)))


@pytest.mark.parametrize("kind", [b"00dc", b"00db", b"01dc"])
def test_a_films_pictures_come_in_order(kind: bytes) -> None:
    """Sound and index are passed over, odd lengths are padded."""
    film = film_of(PICTURES, kind=kind).replace(b"LIST", b"LIST", 1)
    assert found_in(film) == PICTURES
    assert avi.is_ours(io.BytesIO(film))


def test_a_long_film_goes_on_in_a_second_part() -> None:
    """Recorders begin another RIFF after a gigabyte, and group chunks in lists of their own."""
    grouped = chunk(b"LIST", b"rec " + chunk(b"00dc", PICTURES[1]) + chunk(b"01wb", b"sound"))
    more = chunk(b"RIFF", b"AVIX" + chunk(b"LIST", b"movi" + grouped))
    assert found_in(film_of(PICTURES[:1]) + more) == PICTURES[:2]


def test_an_empty_chunk_is_the_picture_before() -> None:
    """So recorders say that nothing changed."""
    assert found_in(film_of([PICTURES[0], b"", PICTURES[1]])) == [
        PICTURES[0],
        PICTURES[0],
        PICTURES[1],
    ]


@given(st.integers(0, 400))
def test_a_film_that_was_cut_off_plays_as_far_as_it_goes(length: int) -> None:
    """A recorder that was killed leaves such a file, its lengths wrong."""
    film = film_of(PICTURES)
    try:
        found = found_in(film[:length])
    except avi.NotOurs:
        assert length < 12
        return
    assert found == PICTURES[: len(found)]


def test_a_recorder_that_was_killed_left_lengths_of_nothing() -> None:
    """They are written at the end of a recording."""
    film = film_of(PICTURES)
    movie = film.index(b"movi") - 4
    torn = film[:4] + bytes(4) + film[8:movie] + bytes(4) + film[movie + 4 :]
    assert found_in(torn) == PICTURES


@given(st.binary(max_size=300))
def test_strangers_are_refused_or_empty(noise: bytes) -> None:
    """Whatever stands in a file, it is read in bounded time and memory."""
    for begun in (b"", b"RIFF\x00\x00\x00\x00AVI ", film_of(PICTURES[:1])):
        try:
            found = found_in(begun + noise)
        except avi.NotOurs:
            continue
        assert len(found) <= len(noise) + 1


def test_lists_in_lists_are_refused() -> None:
    """Deeper than any recorder writes."""
    nested = b"".join(struct.pack("<4sI4s", b"LIST", 0, b"rec ") for _ in range(9))
    with pytest.raises(avi.NotOurs, match="lists in lists"):
        found_in(film_of(PICTURES[:1])[:12] + nested + bytes(8))


def test_only_films_of_jpeg_pictures_are_ours() -> None:
    """A film of another kind is not, and neither is what cannot be opened."""
    assert not avi.is_ours(io.BytesIO(film_of([b"\0\0\0\1H264"])))
    assert not avi.is_ours(io.BytesIO(b"\0\0\0\x20ftypisom"))
    assert not avi.is_ours_at(Path("/none.avi"))
    assert not avi.is_ours_at(Path("/"))


def test_a_picture_larger_than_any_is_refused() -> None:
    """Before it is read into memory."""
    film = film_of([b"", b"\xff\xd8"])
    at = film.index(b"00dc")
    with pytest.raises(avi.NotOurs, match="larger"):
        found_in(film[: at + 4] + b"\xff\xff\xff\x7f" + film[at + 8 :])


def test_webcams_jpeg_without_its_tables_is_read() -> None:
    """Motion JPEG leaves out the Huffman tables that all share."""
    picture, at = jpeg(1), 2
    while picture[at + 1] != 0xDA:
        length = 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
        if picture[at + 1] == 0xC4:
            picture = picture[:at] + picture[at + length :]
        else:
            at += length
    assert b"\xff\xc4" not in picture[:at]
    assert decode(picture).packed() == decode(jpeg(1)).packed()


@given(st.binary(max_size=200), st.integers(0, 900))
def test_broken_jpeg_is_a_bad_picture(noise: bytes, place: int) -> None:
    """Nothing else comes out of the decoder, whatever the network did to the bytes."""
    whole = jpeg(1)
    for broken in (noise, b"\xff\xd8" + noise, whole[:place] + noise + whole[place + len(noise) :]):
        try:
            picture = decode(broken)
        except BadPicture:
            continue
        assert picture.width * picture.height == picture.data.nbytes


def test_a_jpeg_bomb_is_refused_by_its_header() -> None:
    """Before a byte of it is decoded."""
    picture = jpeg(1)
    at = picture.index(b"\xff\xc0") + 5
    with pytest.raises(BadPicture, match="60000 x 60000"):
        decode(picture[:at] + struct.pack(">HH", 60000, 60000) + picture[at + 4 :])


def test_a_folders_pictures_come_by_name_and_begin_again(tmp_path: Path) -> None:
    """With `loop`, for ever; each frame knows its file."""
    for name in ("b.jpg", "a.jpg", "C.JPEG"):
        (tmp_path / name).write_bytes(jpeg(1))
    camera = Folder(tmp_path, loop=True)
    camera.open()
    names = []
    for _ in range(4):
        frame = camera.read(0)
        assert isinstance(frame, FileFrame)
        names.append(frame.path.name)
    assert names == ["C.JPEG", "a.jpg", "b.jpg", "C.JPEG"]
    camera.close()


def test_a_pace_is_kept(tmp_path: Path) -> None:
    """So many pictures a second and no more; who is not patient gets none."""
    (tmp_path / "a.jpg").write_bytes(jpeg(1))
    camera = Folder(tmp_path, fps=20.0, loop=True)
    camera.open()
    began = time.monotonic()
    assert camera.read(0) is not None
    assert camera.read(0.001) is None
    for _ in range(3):
        assert camera.read(5) is not None
    assert time.monotonic() - began >= 3 / 20
    camera.close()


def test_what_holds_no_pictures_says_so(tmp_path: Path) -> None:
    """An empty folder, one that is not there, a film of another kind."""
    (tmp_path / "it.avi").write_bytes(b"RIFF\x04\x00\x00\x00AVI ")
    for camera, words in (
        (Folder(tmp_path), "holds no pictures"),
        (Folder(tmp_path / "none"), "cannot be read"),
        (Film(tmp_path / "none.avi"), "cannot be read"),
        (Film(tmp_path / "it.avi"), "no AVI of JPEG or YUY2 pictures"),
    ):
        with pytest.raises(CameraGone, match=words):
            camera.open()


def test_a_webcams_own_pictures_come_from_a_film_as_they_lie_there(tmp_path: Path) -> None:
    """Again and again, without a copy; a last picture that is not whole is none."""
    pictures = [bytes([8 * number]) * 64 for number in range(1, 4)]
    film = raw_film_of([yuy2(it) for it in pictures], (8, 8))
    (tmp_path / "it.avi").write_bytes(film[:-3])
    camera = Film(tmp_path / "it.avi", loop=True)
    camera.open()
    seen = [frame.luma for frame in (camera.read(0) for _ in range(4)) if frame is not None]
    assert [it.packed() for it in seen] == [*pictures[:2], *pictures[:2]]
    assert {(it.step, it.data.readonly) for it in seen} == {(2, True)}
    camera.close()


def test_raw_pictures_of_other_kinds_are_not_guessed_at(tmp_path: Path) -> None:
    """Their brightness lies elsewhere: OpenCV is named instead."""
    (tmp_path / "it.avi").write_bytes(raw_film_of([bytes(128)], (8, 8), b"I420"))
    with pytest.raises(CameraGone, match="no AVI of JPEG or YUY2 pictures"):
        Film(tmp_path / "it.avi").open()


def test_a_film_that_is_no_more_says_so(tmp_path: Path) -> None:
    """Deleted after it was opened; or its end, even when it shall begin again."""
    film = tmp_path / "it.avi"
    film.write_bytes(film_of([jpeg(1)]))
    camera = Film(film, loop=True)
    camera.open()
    film.unlink()
    with pytest.raises(CameraGone, match="cannot be read"):
        camera.read(0)
    film.write_bytes(film_of([jpeg(1)]))
    again = Film(film)
    again.open()
    assert again.read(0) is not None
    with pytest.raises(PicturesOver):
        again.read(0)
    assert "?loop=1" in _over(film).hint


def _over(film: Path) -> PicturesOver:
    """Return what is said once *film* is over."""
    camera = Film(film)
    camera.open()
    camera.read(0)
    with pytest.raises(PicturesOver) as caught:
        camera.read(0)
    return caught.value


def test_a_folder_for_a_film_and_a_film_for_a_folder_are_told_apart(tmp_path: Path) -> None:
    """Each names the form that fits."""
    film = tmp_path / "it.avi"
    film.write_bytes(film_of([jpeg(1)]))
    with pytest.raises(CameraGone) as caught:
        Film(tmp_path).open()
    assert f"folder://{tmp_path}" in caught.value.hint
    with pytest.raises(CameraGone) as caught:
        Folder(film).open()
    assert f"file://{film}" in caught.value.hint
    with pytest.raises(CameraGone, match="folder:///path"):
        Film(tmp_path / "none.avi").open()
