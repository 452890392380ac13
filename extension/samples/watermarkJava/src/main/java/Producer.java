import java.io.IOException;

/** Asks for a watermark on every picture that is in bucket/uploads. */
final class Producer {
    private Producer() {}

    public static void main(String[] args) throws IOException {
        String taskQueue = Queues.open(Queues.TASK_QUEUE);
        for (String key : Bucket.list("uploads")) {
            // The message names the picture instead of holding it: a message is at most 1 MiB.
            String body = new Task(key, "Made in a queue").toJson();
            var sent = Queues.SQS.sendMessage(request -> request.queueUrl(taskQueue).messageBody(body));
            System.out.printf("producer: sent task %s for %s%n", sent.messageId(), key);
        }
    }
}
