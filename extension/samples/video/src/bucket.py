"""A folder that stands for a bucket: objects are files, keys are paths such as "uploads/beach.mp4"."""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "bucket"


def read_object(key: str) -> bytes:
    return locate(key).read_bytes()


def write_object(key: str, content: bytes) -> None:
    """Writes beside the target and renames, so that no program reads half an object."""
    path = locate(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_bytes(content)
    partial.replace(path)


def locate(key: str) -> Path:
    """Keys arrive in messages, and anybody may send a message: none may lead out of the bucket."""
    path = (FOLDER / key).resolve()
    if FOLDER not in path.parents:
        raise ValueError(f'"{key}" is not a key of the bucket')
    return path
