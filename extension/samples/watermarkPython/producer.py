"""Asks for a watermark on every picture that is in bucket/uploads."""

import json

from bucket import list_objects
from queues import TASK_QUEUE, open_queue, sqs

task_queue = open_queue(TASK_QUEUE)
for key in list_objects("uploads"):
    # The message names the picture instead of holding it: a message is at most 1 MiB.
    body = json.dumps({"key": key, "text": "Made in a queue"})
    sent = sqs.send_message(QueueUrl=task_queue, MessageBody=body)
    print(f"producer: sent task {sent['MessageId']} for {key}", flush=True)
