"""Cuts the first minute of a clip into frames, and makes a poster and a preview. PyAV has FFmpeg in it: these are the
filters of codecThread.ts. PyAV releases Python's lock while it decodes, so the heartbeat's thread goes on."""

from collections.abc import Iterator
from io import BytesIO

import av
from PIL import Image

MAXIMUM_SECONDS = 60


def cut_clip(clip: bytes) -> dict[str, bytes]:
    """Returns pictures by file name."""
    frames = list(filter_frames(clip, [("fps", "2"), ("scale", "160:-2")]))
    poster = next(filter_frames(clip, [("thumbnail", ""), ("scale", "320:-2")]))
    preview, *others = filter_frames(clip, [("fps", "5"), ("scale", "160:-2")])
    pictures = {f"frame-{number:03}.jpg": save(frame, "JPEG") for number, frame in enumerate(frames, 1)}
    pictures["poster.jpg"] = save(poster, "JPEG")
    pictures["preview.gif"] = save(preview, "GIF", save_all=True, append_images=others, duration=200, loop=0)
    return pictures


def filter_frames(clip: bytes, filters: list[tuple[str, str]]) -> Iterator[Image.Image]:
    with av.open(BytesIO(clip)) as container:
        stream = container.streams.video[0]
        graph = av.filter.Graph()
        nodes = [graph.add_buffer(template=stream), *(graph.add(*each) for each in filters), graph.add("buffersink")]
        graph.link_nodes(*nodes).configure()
        for frame in container.decode(stream):
            if frame.time is not None and frame.time >= MAXIMUM_SECONDS:
                break
            graph.push(frame)
            yield from pull_frames(graph)
        graph.push(None)
        yield from pull_frames(graph)


def pull_frames(graph: av.filter.Graph) -> Iterator[Image.Image]:
    while True:
        try:
            yield graph.pull().to_image()
        except (av.error.BlockingIOError, av.error.EOFError):
            # It needs another frame first, or there is none left.
            return


def save(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
