"""A function as a user would write it. A service, the desk, decides about each order."""

import os
import socket


def ask(order):
    host, port = os.environ["DESK"].split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"Python {order}\n".encode())
        return connection.makefile().readline().strip()


def handler(event, context):
    failures = []
    for record in event["Records"]:
        answer = ask(record["body"])
        if answer == "reject":
            failures.append({"itemIdentifier": record["messageId"]})
        if answer == "crash":
            os._exit(7)
    return {"batchItemFailures": failures}
