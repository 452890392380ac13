"""Sends a mail for each order that is reserved: here, it prints them. It reports what failed, so that only this comes again."""

import json


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            mail = json.loads(record["body"])
            print(f"mail to {mail['to']}: {mail['text']} ({mail['order']})")  # ← set a breakpoint here
        except (KeyError, ValueError) as error:
            print(f"{record['messageId']} failed: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
