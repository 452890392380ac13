"""The same worker as worker.ts: takes one upload after the other from the queue, cuts the clip into frames, writes
them to the bucket, and only then deletes the message. Ctrl+C or SIGTERM ends it after the current clip."""

import json
import os
import re
import signal
import sys
import time
from types import FrameType
from urllib.parse import unquote_plus

import boto3
from bucket import read_object, write_object
from cut_clip import cut_clip
from heartbeat import heartbeat

RETRY_SECONDS = 2
# The argument makes each clip take some seconds longer, as a film would.
EXTRA_SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 0

sqs = boto3.client("sqs")


class Stopped(BaseException):
    """The program is to end, and does not process a clip. No Exception, which boto3 would take for a lost connection."""


is_stopping = False
is_waiting = False


def stop(number: int, _frame: FrameType | None) -> None:
    global is_stopping
    is_stopping = True
    log(f"{signal.Signals(number).name}, stopping")
    if is_waiting:
        raise Stopped


def receive_message(queue: str) -> dict | None:
    """Waits for a message, up to 20 s. Those that stay in the queue are free for other workers."""
    global is_waiting
    is_waiting = True
    if is_stopping:
        raise Stopped
    try:
        received = sqs.receive_message(
            QueueUrl=queue,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=20,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
    finally:
        is_waiting = False
    return next(iter(received.get("Messages", [])), None)


def handle_message(queue: str, message: dict) -> None:
    """A message that fails is not deleted: it is delivered again, and after the third time it goes to the dead-letter
    queue."""
    log(f"received {message['MessageId']}, delivery {message['Attributes']['ApproximateReceiveCount']}")
    try:
        with heartbeat(sqs, queue, message):
            for key in read_uploads(message["Body"]):
                handle_upload(key)
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        log(f"deleted {message['MessageId']}")
    except Exception as error:
        log(f"failed {message['MessageId']}, it will come back: {error!r}")


def handle_upload(key: str) -> None:
    # The message was received and nothing is done yet:
    clip = read_object(key)  # ← set a breakpoint here
    pictures = cut_clip(clip)
    time.sleep(EXTRA_SECONDS)
    folder = "clips/" + re.sub(r"\.\w+$", "", key.removeprefix("uploads/"))
    for name, content in pictures.items():
        write_object(f"{folder}/{name}", content)
    # Last, since it says that all others are there. A clip that is done twice gets the same files.
    frames = sum(name.startswith("frame-") for name in pictures)
    write_object(f"{folder}/clip.json", json.dumps({"frames": frames, "worker": "Python"}).encode())
    log(f"wrote {folder}: {frames} frames")


def read_uploads(body: str) -> list[str]:
    """The keys of the uploads that a message is about. The test message of a new bucket has no records, and a deleted
    upload needs no work."""
    records = json.loads(body).get("Records", [])
    created = [record for record in records if record["eventName"].startswith("ObjectCreated:")]
    # The key is encoded like the value of a form.
    return [check_upload(unquote_plus(record["s3"]["object"]["key"])) for record in created]


def check_upload(key: str) -> str:
    """Anybody may send a message: it must not name a file that is no upload."""
    if not re.fullmatch(r"uploads/[^/]+", key) or key.endswith("/.."):
        raise ValueError("the message names no upload")
    return key


def log(line: str) -> None:
    print(f"worker: {line}", flush=True)


def main() -> None:
    queue = sqs.get_queue_url(QueueName=os.environ.get("CLIP_QUEUE", "clips"))["QueueUrl"]
    log(f"waiting for clips on {queue}")
    while not is_stopping:
        try:
            message = receive_message(queue)
        except Stopped:
            break
        except Exception as error:
            log(f"could not receive: {error!r}")
            time.sleep(RETRY_SECONDS)
            continue
        if message:
            handle_message(queue, message)
    log("stopped")


# Windows has no SIGTERM for programs, and SIGBREAK instead.
for name in ["SIGINT", "SIGTERM", "SIGBREAK"]:
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), stop)
main()
