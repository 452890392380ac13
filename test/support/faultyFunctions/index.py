# The handlers of test/contract/functionFindings.test.ts in Python: each commits one fault, and `good` none.
import json
import logging
import os
import urllib.request

logger = logging.getLogger()


def good(event, context):
    for record in event["Records"]:
        logger.warning("processed %s", json.loads(record["body"])["kind"])
    return {"batchItemFailures": []}


def nothing(event, context):
    return None


def failFirst(event, context):
    return {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}


def failUnknown(event, context):
    return {"batchItemFailures": [{"itemIdentifier": each["receiptHandle"]} for each in event["Records"]]}


def swallow(event, context):
    for record in event["Records"]:
        try:
            json.loads("{" + record["body"])
        except ValueError:
            logger.exception("not JSON")


def again(event, context):
    for record in event["Records"]:
        left = json.loads(record["body"])["left"] - 1
        if left > 0:
            send(json.dumps({"left": left}))


def send(body):
    credential = os.environ["AWS_ACCESS_KEY_ID"] + "/20261130/us-east-1/sqs/aws4_request"
    request = urllib.request.Request(
        os.environ["AWS_ENDPOINT_URL_SQS"],
        data=json.dumps({"QueueUrl": "/000000000000/" + os.environ["QUEUE"], "MessageBody": body}).encode(),
        headers={
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": "AmazonSQS.SendMessage",
            "authorization": f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0",
        },
    )
    with urllib.request.urlopen(request) as response:
        response.read()
