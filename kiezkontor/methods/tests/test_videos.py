from io import BytesIO

import pytest

from kiezkontor.methods.tests.video_files import box, mp4, webm
from kiezkontor.methods.videos import VideoError, VideoFacts, video_facts


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (mp4(), VideoFacts("mp4", 640, 360, 6.0)),
        (mp4(turned=True), VideoFacts("mp4", 360, 640, 6.0)),
        (mp4(codec=b"vp09"), VideoFacts("mp4", 640, 360, 6.0)),
        (webm(), VideoFacts("webm", 640, 360, 6.0)),
        (webm(codec=b"V_VP8"), VideoFacts("webm", 640, 360, 6.0)),
    ],
)
def test_what_browsers_play_is_recognised(data, facts):
    assert video_facts(BytesIO(data)) == facts


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_video"),
        (b"<html>", "not_a_video"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "not_a_video"),
        (webm(kind=b"matroska"), "not_a_video"),
        (mp4(brand=b"qt  "), "quicktime"),
        (box(b"wide") + box(b"mdat", bytes(9)), "quicktime"),
        (mp4(codec=b"hvc1"), "codec"),
        (mp4(codec=b"mp4v"), "codec"),
        (webm(codec=b"V_MPEG4/ISO/AVC"), "codec"),
        (mp4(handler=b"soun"), "no_picture"),
        (webm(track=b"\x02"), "no_picture"),
        (mp4()[:-10], "broken"),
        (mp4()[:60], "broken"),
        (webm()[:-10], "broken"),
        (webm()[:30], "broken"),
        (box(b"ftyp", b"isom"), "broken"),
        (b"\x1a\x45\xdf\xa3", "broken"),
        (b"\x1a\x45\xdf\xa3\x00\x00", "broken"),
    ],
)
def test_what_browsers_do_not_play_is_named(data, code):
    with pytest.raises(VideoError) as refused:
        video_facts(BytesIO(data))
    assert refused.value.code == code


def test_no_cut_of_a_file_does_more_harm_than_being_refused():
    for whole in (mp4(), webm()):
        for length in range(len(whole)):
            with pytest.raises(VideoError):
                video_facts(BytesIO(whole[:length]))
