import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.*;

/** The calls of the scenario, by either client of the SDK. */
interface Calls {
  CreateQueueResponse createQueue(CreateQueueRequest request);

  DeleteQueueResponse deleteQueue(DeleteQueueRequest request);

  PurgeQueueResponse purgeQueue(PurgeQueueRequest request);

  GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request);

  GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request);

  ListQueuesResponse listQueues(ListQueuesRequest request);

  SendMessageResponse sendMessage(SendMessageRequest request);

  SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request);

  ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request);

  DeleteMessageResponse deleteMessage(DeleteMessageRequest request);

  DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request);

  ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request);

  /** By the client over Apache's HTTP client. */
  record Sync(SqsClient sqs) implements Calls {
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
      return sqs.createQueue(request);
    }

    public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
      return sqs.deleteQueue(request);
    }

    public PurgeQueueResponse purgeQueue(PurgeQueueRequest request) {
      return sqs.purgeQueue(request);
    }

    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
      return sqs.getQueueUrl(request);
    }

    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
      return sqs.getQueueAttributes(request);
    }

    public ListQueuesResponse listQueues(ListQueuesRequest request) {
      return sqs.listQueues(request);
    }

    public SendMessageResponse sendMessage(SendMessageRequest request) {
      return sqs.sendMessage(request);
    }

    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      return sqs.sendMessageBatch(request);
    }

    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      return sqs.receiveMessage(request);
    }

    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
      return sqs.deleteMessage(request);
    }

    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
      return sqs.deleteMessageBatch(request);
    }

    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
      return sqs.changeMessageVisibility(request);
    }
  }

  /** By the client over Netty. */
  record Async(SqsAsyncClient sqs) implements Calls {
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
      return sqs.createQueue(request).join();
    }

    public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
      return sqs.deleteQueue(request).join();
    }

    public PurgeQueueResponse purgeQueue(PurgeQueueRequest request) {
      return sqs.purgeQueue(request).join();
    }

    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
      try {
        return sqs.getQueueUrl(request).join();
      } catch (CompletionException failure) {
        throw (SqsException) failure.getCause();
      }
    }

    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
      return sqs.getQueueAttributes(request).join();
    }

    public ListQueuesResponse listQueues(ListQueuesRequest request) {
      return sqs.listQueues(request).join();
    }

    public SendMessageResponse sendMessage(SendMessageRequest request) {
      return sqs.sendMessage(request).join();
    }

    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      return sqs.sendMessageBatch(request).join();
    }

    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      return sqs.receiveMessage(request).join();
    }

    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
      return sqs.deleteMessage(request).join();
    }

    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
      return sqs.deleteMessageBatch(request).join();
    }

    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
      return sqs.changeMessageVisibility(request).join();
    }
  }
}
