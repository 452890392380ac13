"""The queues. Region, credentials and endpoint come from the environment, as in any program that runs on AWS."""

import os

import boto3

sqs = boto3.client("sqs")

TASK_QUEUE = os.environ.get("TASK_QUEUE", "image-tasks")
DONE_QUEUE = os.environ.get("DONE_QUEUE", "image-done")


def open_queue(name: str) -> str:
    """Finds a queue, or creates it. Returns its URL."""
    return sqs.create_queue(QueueName=name)["QueueUrl"]
