import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.ArrayList;
import java.util.List;

/** Reports messages whose body is no JSON object. */
public class Batch implements RequestHandler<SQSEvent, SQSBatchResponse> {
  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      SQSEvent.MessageAttribute attribute = message.getMessageAttributes().get("trace");
      System.out.println("received " + message.getBody()
          + " of " + message.getEventSourceArn()
          + " " + message.getAttributes().get("ApproximateReceiveCount")
          + " " + (attribute == null ? "none" : attribute.getDataType() + " " + attribute.getBinaryValue().remaining()));
      if (!message.getBody().startsWith("{")) failures.add(new BatchItemFailure(message.getMessageId()));
    }
    return new SQSBatchResponse(failures);
  }
}
