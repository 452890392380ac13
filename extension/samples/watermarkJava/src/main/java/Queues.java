import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The queues. Region, credentials and endpoint come from the environment, as in any program that runs on AWS. */
final class Queues {
    static final SqsClient SQS = SqsClient.create();
    static final String TASK_QUEUE = Optional.ofNullable(System.getenv("TASK_QUEUE")).orElse("image-tasks");
    static final String DONE_QUEUE = Optional.ofNullable(System.getenv("DONE_QUEUE")).orElse("image-done");

    private Queues() {}

    /** Finds a queue, or creates it. Returns its URL. */
    static String open(String name) {
        return SQS.createQueue(request -> request.queueName(name)).queueUrl();
    }
}
