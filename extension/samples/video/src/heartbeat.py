"""Keeps a message invisible to other workers while this one works on it. A short visibility timeout with a heartbeat is
better than a long one: if this worker is killed, another one gets the message soon."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# How long a message stays invisible after each beat. As long as the queue's own visibility timeout.
VISIBILITY_SECONDS = 30
# Often enough that two beats may fail.
BEAT_SECONDS = float(os.environ.get("BEAT_SECONDS", VISIBILITY_SECONDS / 3))
# Work that takes longer hangs: then the message goes to another worker.
MAXIMUM_SECONDS = 15 * 60


@contextmanager
def heartbeat(sqs: Any, queue: str, message: dict) -> Iterator[None]:
    """The client of boto3 may be used in two threads."""
    done = threading.Event()
    thread = threading.Thread(target=beat, args=(sqs, queue, message, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def beat(sqs: Any, queue: str, message: dict, done: threading.Event) -> None:
    end = time.monotonic() + MAXIMUM_SECONDS
    while not done.wait(BEAT_SECONDS) and time.monotonic() < end:
        try:
            sqs.change_message_visibility(
                QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=VISIBILITY_SECONDS
            )
            print(f"worker: still working on {message['MessageId']}", flush=True)
        except Exception as error:
            print(f"worker: could not extend {message['MessageId']}: {error!r}", flush=True)
