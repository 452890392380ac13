import java.io.IOException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Takes one task after the other from the queue: reads the picture, puts a watermark on it, writes it back, says so in a
 * second queue, and only then deletes the task. Ctrl+C or SIGTERM ends it after the current task.
 */
final class Worker {
    private static final int RETRY_SECONDS = 2;
    private static final Object LOCK = new Object();
    private static boolean isStopping;
    private static boolean isWaiting;

    private final String taskQueue = Queues.open(Queues.TASK_QUEUE);
    private final String doneQueue = Queues.open(Queues.DONE_QUEUE);

    public static void main(String[] args) throws InterruptedException {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main)));
        new Worker().work();
    }

    /** The virtual machine ends when this returns. */
    private static void stop(Thread main) {
        synchronized (LOCK) {
            isStopping = true;
            log("stopping");
            // A call that waits does not notice an interrupt, but it does notice that its connection is closed.
            if (isWaiting) Queues.SQS.close();
        }
        try {
            main.join();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        log("waiting for tasks on %s", taskQueue);
        while (setWaiting(true)) {
            try {
                Message message = receive();
                if (message != null) handle(message);
            } catch (IOException | RuntimeException error) {
                if (!setWaiting(false)) break;
                log("failed, the task will come back: %s", error);
                TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            }
        }
        log("stopped");
    }

    /** Waits for a task, up to 20 s. The tasks that stay in the queue are free for other workers. */
    private Message receive() {
        try {
            var received = Queues.SQS.receiveMessage(request -> request
                .queueUrl(taskQueue)
                .maxNumberOfMessages(1)
                .waitTimeSeconds(20)
                .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
            return received.hasMessages() ? received.messages().get(0) : null;
        } finally {
            setWaiting(false);
        }
    }

    /** Returns whether the program is to go on. */
    private static boolean setWaiting(boolean waits) {
        synchronized (LOCK) {
            isWaiting = waits && !isStopping;
            return !isStopping;
        }
    }

    /** Does one task. One that fails is not deleted: it is delivered again when its visibility timeout ends. */
    private void handle(Message message) throws IOException {
        log("received %s, delivery %s", message.messageId(), message.attributesAsStrings().get("ApproximateReceiveCount"));
        for (Task task : Task.parseAll(message.body())) {
            // The message was received and nothing is done yet:
            byte[] picture = Bucket.read(task.key()); // ← set a breakpoint here
            String result = task.key().replaceFirst("^uploads/", "watermarked/");
            Bucket.write(result, Watermark.add(picture, task.text()));
            log("wrote %s", result);
            Queues.SQS.sendMessage(request -> request.queueUrl(doneQueue).messageBody("{\"key\":\"" + result + "\"}"));
        }
        Queues.SQS.deleteMessage(request -> request.queueUrl(taskQueue).receiptHandle(message.receiptHandle()));
        log("deleted %s", message.messageId());
    }

    private static void log(String format, Object... values) {
        System.out.printf("worker: " + format + "%n", values);
    }
}
