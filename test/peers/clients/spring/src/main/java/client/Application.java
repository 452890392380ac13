package client;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.awspring.cloud.sqs.listener.SqsHeaders;
import io.awspring.cloud.sqs.operations.SqsTemplate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What Spring Cloud AWS does for a program: listeners, templates, conversion, redelivery. Exit code 0: it all held. */
@SpringBootApplication
public class Application {
  record Order(String item, int count) {}

  private static final String PREFIX = System.getenv("CLIENT_PREFIX");
  private static final long WAIT_SECONDS = 30;

  private final BlockingQueue<Message<String>> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> batches = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> inOrder = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> dead = new LinkedBlockingQueue<>();

  public static void main(String[] args) throws Exception {
    String implementation = SqsTemplate.class.getPackage().getImplementationVersion();
    System.out.println("Spring Cloud AWS " + implementation);
    createDeadLetterQueues();
    ConfigurableApplicationContext context = SpringApplication.run(Application.class, args);
    context.getBean(Application.class).run(context.getBean(SqsTemplate.class));
    // The containers would wait for the end of their polls.
    Runtime.getRuntime().halt(0);
  }

  /** The listeners make the other queues when the application starts. */
  private static void createDeadLetterQueues() {
    try (SqsAsyncClient sqs = SqsAsyncClient.create()) {
      String url = sqs.createQueue(request -> request.queueName(PREFIX + "-dead")).join().queueUrl();
      String arn = sqs.getQueueAttributes(
          request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN)).join()
          .attributes().get(QueueAttributeName.QUEUE_ARN);
      String policy = "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"2\"}";
      sqs.createQueue(request -> request.queueName(PREFIX + "-source").attributes(
          Map.of(QueueAttributeName.REDRIVE_POLICY, policy, QueueAttributeName.VISIBILITY_TIMEOUT, "1"))).join();
      sqs.createQueue(request -> request.queueName(PREFIX + "-fifo.fifo").attributes(
          Map.of(
              QueueAttributeName.FIFO_QUEUE, "true",
              QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"))).join();
    }
  }

  @SqsListener("${CLIENT_PREFIX}-texts")
  void onText(Message<String> message) {
    texts.add(message);
  }

  @SqsListener("${CLIENT_PREFIX}-orders")
  void onOrder(Order order) {
    orders.add(order);
  }

  @SqsListener(value = "${CLIENT_PREFIX}-batches", maxMessagesPerPoll = "10", maxConcurrentMessages = "10")
  void onBatch(List<String> bodies) {
    batches.add(bodies);
  }

  @SqsListener("${CLIENT_PREFIX}-fifo.fifo")
  void onNext(String body) {
    inOrder.add(body);
  }

  @SqsListener("${CLIENT_PREFIX}-source")
  void onPoison(String body) {
    throw new IllegalStateException(body);
  }

  @SqsListener("${CLIENT_PREFIX}-dead")
  void onDead(String body) {
    dead.add(body);
  }

  private void run(SqsTemplate template) throws Exception {
    String text = "naïve \"body\" <&> € 😀\n\ttabs";
    template.send(PREFIX + "-texts", MessageBuilder.withPayload(text)
        .setHeader("text", "päper € 😀").setHeader("count", 42).build());
    Message<String> received = take(texts);
    equal(received.getPayload(), text);
    equal(received.getHeaders().get("text"), "päper € 😀");
    equal(received.getHeaders().get("count"), 42);
    equal(received.getHeaders().get(SqsHeaders.MessageSystemAttributes.SQS_APPROXIMATE_RECEIVE_COUNT), "1");
    step("attributes");

    for (int bytes : new int[] {1_024, 200_000, 1_048_000}) {
      String body = "€".repeat(bytes / 3);
      template.send(PREFIX + "-texts", body);
      equal(take(texts).getPayload().equals(body), true);
    }
    step("bodies");

    template.send(PREFIX + "-orders", new Order("pear", 3));
    equal(take(orders), new Order("pear", 3));
    step("long poll");

    List<String> bodies = IntStream.range(0, 10).mapToObj(index -> "m" + index).toList();
    template.sendMany(
        PREFIX + "-batches", bodies.stream().map(body -> MessageBuilder.withPayload(body).build()).toList());
    int left = bodies.size();
    while (left > 0) {
      List<String> batch = take(batches);
      equal(bodies.containsAll(batch), true);
      left -= batch.size();
    }
    equal(left, 0);
    step("batches");

    for (int round = 0; round < 2; round++)
      for (String body : bodies) template.send(to -> to
          .queue(PREFIX + "-fifo.fifo").payload(body).messageGroupId("a").messageDeduplicationId(body));
    for (String body : bodies) equal(take(inOrder), body);
    step("fifo");

    template.send(PREFIX + "-source", "poison");
    equal(take(dead), "poison");
    step("dead letters");
  }

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (taken == null) throw new AssertionError("nothing came");
    return taken;
  }

  private static void equal(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) throw new AssertionError(actual + " is not " + expected);
  }

  private static void step(String name) {
    System.out.println("held: " + name);
  }
}
