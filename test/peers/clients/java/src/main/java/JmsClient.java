import com.amazon.sqs.javamessaging.ProviderConfiguration;
import com.amazon.sqs.javamessaging.SQSConnection;
import com.amazon.sqs.javamessaging.SQSConnectionFactory;
import jakarta.jms.*;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What Amazon's JMS provider does for a program: sessions, listeners, acknowledgements, redelivery, groups. */
final class JmsClient {
  private static final long WAIT_MS = 20_000;
  private final SqsClient sqs;
  private final SQSConnection connection;

  private JmsClient(SqsClient sqs, SQSConnection connection) {
    this.sqs = sqs;
    this.connection = connection;
  }

  public static void main(String[] args) throws Exception {
    System.out.println("amazon-sqs-java-messaging-lib");
    SqsClient sqs = SqsClient.create();
    // A consumer that prefetches keeps its session from closing until its long poll ends.
    ProviderConfiguration configuration = new ProviderConfiguration().withNumberOfMessagesToPrefetch(0);
    SQSConnectionFactory factory = new SQSConnectionFactory(configuration, sqs);
    SQSConnection connection = factory.createConnection();
    connection.start();
    new JmsClient(sqs, connection).run();
    // The listener would poll on until its poll ends.
    System.exit(0);
  }

  private void run() throws Exception {
    String standard = create("standard", Map.of());
    Check.step("attributes", () -> checkMessages(standard));
    Check.step("bodies", () -> checkBodies(standard));
    String listened = create("listened", Map.of());
    Check.step("long poll", () -> checkListener(listened));
    Check.step("visibility", () -> checkRecovery(standard));
    String fifo = create("fifo.fifo", Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true"));
    Check.step("fifo", () -> checkFifo(fifo));
    Check.step("dead letters", this::checkDeadLetters);
  }

  private String create(String name, Map<String, String> attributes) throws JMSException {
    String full = Check.PREFIX + "-" + name;
    connection.getWrappedAmazonSQSClient().createQueue(
        software.amazon.awssdk.services.sqs.model.CreateQueueRequest.builder()
            .queueName(full).attributesWithStrings(attributes).build());
    Check.equal(connection.getWrappedAmazonSQSClient().queueExists(full), true);
    Check.equal(connection.getWrappedAmazonSQSClient().queueExists(full.replace("-", "-no-")), false);
    return full;
  }

  private void checkMessages(String name) throws JMSException {
    try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      Queue queue = session.createQueue(name);
      MessageProducer producer = session.createProducer(queue);
      MessageConsumer consumer = session.createConsumer(queue);
      TextMessage text = session.createTextMessage("naïve \"body\" <&> € 😀\n\ttabs");
      text.setStringProperty("text", "päper € 😀");
      text.setIntProperty("count", 42);
      text.setDoubleProperty("ratio", 0.5);
      text.setBooleanProperty("flag", true);
      text.setJMSCorrelationID("correlation");
      producer.send(text);
      TextMessage received = (TextMessage) consumer.receive(WAIT_MS);
      Check.equal(received.getText(), text.getText());
      Check.equal(received.getJMSMessageID(), text.getJMSMessageID());
      Check.equal(received.getStringProperty("text"), "päper € 😀");
      Check.equal(received.getIntProperty("count"), 42);
      Check.equal(received.getDoubleProperty("ratio"), 0.5);
      Check.equal(received.getBooleanProperty("flag"), true);
      Check.equal(received.getJMSCorrelationID(), "correlation");
      Check.equal(received.getIntProperty("JMSXDeliveryCount"), 1);

      BytesMessage bytes = session.createBytesMessage();
      for (int value = 0; value < 256; value++) bytes.writeByte((byte) value);
      producer.send(bytes);
      BytesMessage receivedBytes = (BytesMessage) consumer.receive(WAIT_MS);
      Check.equal(receivedBytes.getBodyLength(), 256L);
      for (int value = 0; value < 256; value++) Check.equal(receivedBytes.readByte(), (byte) value);

      producer.send(session.createObjectMessage("serialized"));
      Check.equal(((ObjectMessage) consumer.receive(WAIT_MS)).getObject(), "serialized");
    }
    expectEmpty(name);
  }

  private void checkBodies(String name) throws JMSException {
    try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      Queue queue = session.createQueue(name);
      MessageProducer producer = session.createProducer(queue);
      MessageConsumer consumer = session.createConsumer(queue);
      for (int bytes : new int[] {1_024, 200_000, 1_048_000}) {
        String body = Check.body(bytes);
        producer.send(session.createTextMessage(body));
        Check.equal(((TextMessage) consumer.receive(WAIT_MS)).getText().equals(body), true);
      }
    }
    expectEmpty(name);
  }

  private void checkListener(String name) throws Exception {
    LinkedBlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    try (Session sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      Queue queue = session.createQueue(name);
      session.createConsumer(queue).setMessageListener(message -> {
        try {
          bodies.add(((TextMessage) message).getText());
        } catch (JMSException failure) {
          bodies.add(failure.toString());
        }
      });
      MessageProducer producer = sending.createProducer(sending.createQueue(name));
      for (int index = 0; index < 20; index++) {
        producer.send(sending.createTextMessage("m" + index));
        Check.equal(bodies.poll(WAIT_MS, TimeUnit.MILLISECONDS), "m" + index);
      }
    }
    expectEmpty(name);
  }

  private void checkRecovery(String name) throws JMSException {
    try (Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
      Queue queue = session.createQueue(name);
      session.createProducer(queue).send(session.createTextMessage("again"));
      MessageConsumer consumer = session.createConsumer(queue);
      Message first = consumer.receive(WAIT_MS);
      Check.equal(first.getJMSRedelivered(), false);
      session.recover();
      Message second = consumer.receive(WAIT_MS);
      Check.equal(second.getJMSMessageID(), first.getJMSMessageID());
      Check.equal(second.getJMSRedelivered(), true);
      Check.equal(second.getIntProperty("JMSXDeliveryCount"), 2);
      second.acknowledge();
    }
    expectEmpty(name);
  }

  private void checkFifo(String name) throws JMSException {
    List<String> bodies = IntStream.range(0, 12).mapToObj(index -> "f" + index).toList();
    try (Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
      Queue queue = session.createQueue(name);
      MessageProducer producer = session.createProducer(queue);
      for (int round = 0; round < 2; round++) {
        for (String body : bodies) {
          TextMessage message = session.createTextMessage(body);
          message.setStringProperty("JMSXGroupID", "a");
          message.setStringProperty("JMS_SQS_DeduplicationId", body);
          producer.send(message);
        }
      }
      MessageConsumer consumer = session.createConsumer(queue);
      for (String body : bodies) {
        TextMessage message = (TextMessage) consumer.receive(WAIT_MS);
        Check.equal(message.getText(), body);
        Check.equal(message.getStringProperty("JMSXGroupID"), "a");
        message.acknowledge();
      }
    }
    expectEmpty(name);
  }

  private void checkDeadLetters() throws JMSException {
    String dead = create("dead", Map.of());
    String arn = attribute(dead, QueueAttributeName.QUEUE_ARN);
    String source = create("source", Map.of(
        "RedrivePolicy", "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":2}"));
    try (Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
      session.createProducer(session.createQueue(source)).send(session.createTextMessage("poison"));
      MessageConsumer consumer = session.createConsumer(session.createQueue(source));
      for (int tries = 0; tries < 2; tries++) {
        Check.equal(((TextMessage) consumer.receive(WAIT_MS)).getText(), "poison");
        session.recover();
      }
      Check.equal(consumer.receiveNoWait(), null);
      Message message = session.createConsumer(session.createQueue(dead)).receive(WAIT_MS);
      Check.equal(((TextMessage) message).getText(), "poison");
      message.acknowledge();
    }
    expectEmpty(source);
    expectEmpty(dead);
  }

  private void expectEmpty(String name) throws JMSException {
    Check.equal(attribute(name, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES), "0");
    Check.equal(attribute(name, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE), "0");
  }

  private String attribute(String name, QueueAttributeName attribute) {
    String url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
    return sqs.getQueueAttributes(
        GetQueueAttributesRequest.builder().queueUrl(url).attributeNames(attribute).build())
        .attributes().get(attribute);
  }
}
