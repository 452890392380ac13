import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.*;

/** The scenario of README.md with the SDK for Java 2; the SDK itself compares the MD5 digests, too. */
final class SdkClient {
  private final Calls sqs;
  private final Map<String, MessageAttributeValue> attributes = Map.of(
      "bytes", attribute("Binary").binaryValue(SdkBytes.fromByteArray(everyByte())).build(),
      "count", attribute("Number.int").stringValue("42").build(),
      "text", attribute("String").stringValue("päper € 😀").build());

  private SdkClient(Calls sqs) {
    this.sqs = sqs;
  }

  public static void main(String[] args) throws Exception {
    System.out.println("SDK for Java " + VersionInfo.SDK_VERSION + " " + args[0]);
    if (args[0].equals("async")) {
      try (SqsAsyncClient sqs = SqsAsyncClient.create()) {
        new SdkClient(new Calls.Async(sqs)).run();
      }
    } else {
      try (SqsClient sqs = SqsClient.create()) {
        new SdkClient(new Calls.Sync(sqs)).run();
      }
    }
  }

  private void run() throws Exception {
    Check.step("errors", this::checkErrors);
    Check.step("error codes", this::checkErrorCodes);
    String standard = create("standard", Map.of());
    Check.step("attributes", () -> checkAttributes(standard));
    Check.step("bodies", () -> checkBodies(standard));
    Check.step("batches", () -> checkBatches(standard));
    Check.step("visibility", () -> checkVisibility(standard));
    Check.step("long poll", () -> checkLongPoll(standard));
    String fifo = create("fifo.fifo", Map.of(
        QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
    Check.step("fifo", () -> checkFifo(fifo));
    Check.step("dead letters", this::checkDeadLetters);
    Check.step("purge", () -> checkPurge(standard));
    Check.step("queues", this::checkQueues);
    Check.step("cloudwatch", WatchClient::check);
  }

  private QueueDoesNotExistException findError() {
    try {
      sqs.getQueueUrl(GetQueueUrlRequest.builder().queueName(Check.PREFIX + "-nowhere").build());
    } catch (QueueDoesNotExistException error) {
      return error;
    }
    throw new AssertionError("a queue that does not exist has a URL");
  }

  private void checkErrors() {
    Check.equal(findError().statusCode(), 400);
  }

  private void checkErrorCodes() {
    Check.equal(findError().awsErrorDetails().errorCode(), "AWS.SimpleQueueService.NonExistentQueue");
  }

  private void checkAttributes(String url) throws Exception {
    String body = "naïve \"body\" <&> € 😀\n\ttabs";
    SendMessageResponse sent = sqs.sendMessage(SendMessageRequest.builder()
        .queueUrl(url).messageBody(body).messageAttributes(attributes).build());
    Check.equal(sent.md5OfMessageBody(), Check.md5(body));
    Message message = receiveOne(url);
    Check.equal(message.messageId(), sent.messageId());
    Check.equal(message.body(), body);
    Check.equal(message.md5OfBody(), Check.md5(body));
    Check.equal(message.messageAttributes(), attributes);
    Check.equal(message.md5OfMessageAttributes(), sent.md5OfMessageAttributes());
    Check.equal(message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT), "1");
    delete(url, message);
  }

  private void checkBodies(String url) throws Exception {
    for (int bytes : new int[] {1_024, 200_000, 1_048_000}) {
      String body = Check.body(bytes);
      SendMessageResponse sent = send(url, body);
      Message message = receiveOne(url);
      Check.equal(List.of(sent.md5OfMessageBody(), message.md5OfBody()), List.of(Check.md5(body), Check.md5(body)));
      Check.equal(message.body().equals(body), true);
      delete(url, message);
    }
  }

  private void checkBatches(String url) throws Exception {
    SendMessageBatchResponse sent = sqs.sendMessageBatch(SendMessageBatchRequest.builder().queueUrl(url).entries(
        SendMessageBatchRequestEntry.builder().id("first").messageBody("one").messageAttributes(attributes).build(),
        SendMessageBatchRequestEntry.builder().id("late").messageBody("two").delaySeconds(901).build(),
        SendMessageBatchRequestEntry.builder().id("third").messageBody("three").build()).build());
    Check.equal(
        sent.successful().stream().map(entry -> entry.id() + entry.md5OfMessageBody()).toList(),
        List.of("first" + Check.md5("one"), "third" + Check.md5("three")));
    Check.equal(describe(sent.failed()), List.of("late true InvalidParameterValue"));
    List<Message> messages = receive(url, 0);
    Check.equal(messages.stream().map(Message::body).sorted().toList(), List.of("one", "three"));
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) entries.add(entry(entries.size(), message.receiptHandle()));
    entries.add(entry(entries.size(), "garbage"));
    DeleteMessageBatchResponse deleted = sqs.deleteMessageBatch(
        DeleteMessageBatchRequest.builder().queueUrl(url).entries(entries).build());
    Check.equal(
        deleted.successful().stream().map(DeleteMessageBatchResultEntry::id).toList(), List.of("0", "1"));
    Check.equal(describe(deleted.failed()), List.of("2 true ReceiptHandleIsInvalid"));
  }

  private void checkVisibility(String url) {
    send(url, "back");
    Message first = receiveOne(url);
    Check.equal(receive(url, 0), List.of());
    giveBack(url, first);
    Message second = receiveOne(url);
    Check.equal(second.messageId(), first.messageId());
    Check.equal(second.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT), "2");
    delete(url, second);
  }

  private void checkLongPoll(String url) throws Exception {
    long startedAt = System.nanoTime();
    CompletableFuture<List<Message>> poll = CompletableFuture.supplyAsync(() -> receive(url, 20));
    // Nothing shows a client that its poll waits.
    Thread.sleep(500);
    Check.equal(poll.isDone(), false);
    send(url, "woken");
    Message message = poll.get().get(0);
    Check.equal(message.body(), "woken");
    Check.equal(Duration.ofNanos(System.nanoTime() - startedAt).toSeconds() < 19, true);
    delete(url, message);
  }

  private void checkFifo(String url) {
    SendMessageResponse first = sendToGroup(url, "one", "a");
    SendMessageResponse second = sendToGroup(url, "two", "a");
    sendToGroup(url, "other", "b");
    Check.equal(sendToGroup(url, "one", "a").messageId(), first.messageId());
    Check.equal(first.sequenceNumber().compareTo(second.sequenceNumber()) < 0, true);
    List<Message> messages = receive(url, 0);
    Check.equal(messages.size(), 3);
    Check.equal(
        messages.stream()
            .filter(each -> each.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID).equals("a"))
            .map(Message::body).toList(),
        List.of("one", "two"));
    Check.equal(
        messages.get(0).attributes().get(MessageSystemAttributeName.SEQUENCE_NUMBER), first.sequenceNumber());
    sendToGroup(url, "three", "a");
    Check.equal(receive(url, 0), List.of());
    for (Message message : messages) delete(url, message);
    Message last = receiveOne(url);
    Check.equal(last.body(), "three");
    delete(url, last);
  }

  private void checkDeadLetters() throws Exception {
    String dead = create("dead", Map.of());
    String arn = sqs.getQueueAttributes(GetQueueAttributesRequest.builder()
        .queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN).build())
        .attributes().get(QueueAttributeName.QUEUE_ARN);
    String source = create("source", Map.of(
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":2}"));
    SendMessageResponse sent = sqs.sendMessage(SendMessageRequest.builder()
        .queueUrl(source).messageBody("poison").messageAttributes(attributes).build());
    for (int received = 0; received < 2; received++) giveBack(source, receiveOne(source));
    Check.equal(receive(source, 0), List.of());
    Message message = receiveOne(dead);
    Check.equal(message.messageId(), sent.messageId());
    Check.equal(message.messageAttributes(), attributes);
    Check.step("dead letter sources", () -> Check.equal(
        message.attributes().get(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN),
        arn.replace("-dead", "-source")));
    delete(dead, message);
  }

  private void checkPurge(String url) {
    send(url, "gone");
    sqs.purgeQueue(PurgeQueueRequest.builder().queueUrl(url).build());
    Check.equal(receive(url, 0), List.of());
  }

  private void checkQueues() {
    List<String> urls = listQueues();
    Check.equal(urls.size(), 4);
    for (String url : urls) {
      Check.equal(
          sqs.getQueueAttributes(GetQueueAttributesRequest.builder().queueUrl(url)
              .attributeNames(
                  QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                  QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
              .build()).attributes(),
          Map.of(
              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0",
              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
      sqs.deleteQueue(DeleteQueueRequest.builder().queueUrl(url).build());
    }
    Check.equal(listQueues(), List.of());
  }

  private List<String> listQueues() {
    return sqs.listQueues(ListQueuesRequest.builder().queueNamePrefix(Check.PREFIX + "-").build()).queueUrls();
  }

  private String create(String name, Map<QueueAttributeName, String> queueAttributes) {
    return sqs.createQueue(CreateQueueRequest.builder()
        .queueName(Check.PREFIX + "-" + name).attributes(queueAttributes).build()).queueUrl();
  }

  private SendMessageResponse send(String url, String body) {
    return sqs.sendMessage(SendMessageRequest.builder().queueUrl(url).messageBody(body).build());
  }

  private SendMessageResponse sendToGroup(String url, String body, String group) {
    return sqs.sendMessage(
        SendMessageRequest.builder().queueUrl(url).messageBody(body).messageGroupId(group).build());
  }

  private List<Message> receive(String url, int waitSeconds) {
    return sqs.receiveMessage(ReceiveMessageRequest.builder()
        .queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(waitSeconds)
        .messageAttributeNames("All").messageSystemAttributeNames(MessageSystemAttributeName.ALL).build())
        .messages();
  }

  private Message receiveOne(String url) {
    List<Message> messages = receive(url, 0);
    Check.equal(messages.size(), 1);
    return messages.get(0);
  }

  private void giveBack(String url, Message message) {
    sqs.changeMessageVisibility(ChangeMessageVisibilityRequest.builder()
        .queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0).build());
  }

  private void delete(String url, Message message) {
    sqs.deleteMessage(
        DeleteMessageRequest.builder().queueUrl(url).receiptHandle(message.receiptHandle()).build());
  }

  private static DeleteMessageBatchRequestEntry entry(int index, String handle) {
    return DeleteMessageBatchRequestEntry.builder().id(String.valueOf(index)).receiptHandle(handle).build();
  }

  private static List<String> describe(List<BatchResultErrorEntry> failed) {
    return failed.stream().map(entry -> entry.id() + " " + entry.senderFault() + " " + entry.code()).toList();
  }

  private static MessageAttributeValue.Builder attribute(String type) {
    return MessageAttributeValue.builder().dataType(type);
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    for (int index = 0; index < bytes.length; index++) bytes[index] = (byte) index;
    return bytes;
  }
}
