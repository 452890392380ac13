"""Takes one task after the other from the queue: reads the picture, puts a watermark on it, writes it back, says so in a
second queue, and only then deletes the task. Ctrl+C or SIGTERM ends it after the current task."""

import json
import signal
import time
from types import FrameType
from urllib.parse import unquote_plus

from bucket import read_object, write_object
from queues import DONE_QUEUE, TASK_QUEUE, open_queue, sqs
from watermark import add_watermark

RETRY_SECONDS = 2


class Stopped(BaseException):
    """The program is to end, and does not process a task. No Exception, which boto3 would take for a lost connection."""


is_stopping = False
is_waiting = False


def stop(number: int, _frame: FrameType | None) -> None:
    global is_stopping
    is_stopping = True
    log(f"{signal.Signals(number).name}, stopping")
    if is_waiting:
        raise Stopped


def receive_task(task_queue: str) -> dict | None:
    """Waits for a task, up to 20 s. The tasks that stay in the queue are free for other workers."""
    global is_waiting
    is_waiting = True
    if is_stopping:
        raise Stopped
    try:
        received = sqs.receive_message(
            QueueUrl=task_queue,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=20,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
    finally:
        is_waiting = False
    return next(iter(received.get("Messages", [])), None)


def handle_task(task_queue: str, done_queue: str, message: dict) -> None:
    """Does one task. One that fails is not deleted: it is delivered again when its visibility timeout ends."""
    log(f"received {message['MessageId']}, delivery {message['Attributes']['ApproximateReceiveCount']}")
    for task in parse_tasks(message["Body"]):
        key = check_upload(task["key"])
        # The message was received and nothing is done yet:
        picture = read_object(key)  # ← set a breakpoint here
        result = key.replace("uploads/", "watermarked/", 1)
        write_object(result, add_watermark(picture, task.get("text", "Watermark")))
        log(f"wrote {result}")
        sqs.send_message(QueueUrl=done_queue, MessageBody=json.dumps({"key": result}))
    sqs.delete_message(QueueUrl=task_queue, ReceiptHandle=message["ReceiptHandle"])
    log(f"deleted {message['MessageId']}")


def parse_tasks(body: str) -> list[dict]:
    """What a message asks for: a task of the producer, or the uploads in an event of the bucket. Its other events ask for
    nothing: the test message has no records, and a deleted picture needs no mark."""
    message = json.loads(body)
    if message.get("Event") == "s3:TestEvent":
        return []
    if "Records" not in message:
        return [message]
    created = [record for record in message["Records"] if record["eventName"].startswith("ObjectCreated:")]
    # The key is encoded like the value of a form.
    return [{"key": unquote_plus(record["s3"]["object"]["key"])} for record in created]


def check_upload(key: str) -> str:
    """Only an upload: another picture could be its own result, and would get a mark with each delivery."""
    if not key.startswith("uploads/") or ".." in key.split("/"):
        raise ValueError("the task names no uploaded picture")
    return key


def log(line: str) -> None:
    print(f"worker: {line}", flush=True)


def main() -> None:
    task_queue = open_queue(TASK_QUEUE)
    done_queue = open_queue(DONE_QUEUE)
    log(f"waiting for tasks on {task_queue}")
    while not is_stopping:
        try:
            if message := receive_task(task_queue):
                handle_task(task_queue, done_queue, message)
        except Stopped:
            break
        except Exception as error:
            log(f"failed, the task will come back: {error!r}")
            time.sleep(RETRY_SECONDS)
    log("stopped")


signal.signal(signal.SIGINT, stop)
signal.signal(signal.SIGTERM, stop)
main()
