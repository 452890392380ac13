import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reports messages whose body is no JSON object. If there is a desk, that service decides about the others. */
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
      String answer = ask(message.getBody());
      if (answer.equals("crash")) System.exit(7);
      if (!message.getBody().startsWith("{") || answer.equals("reject"))
        failures.add(new BatchItemFailure(message.getMessageId()));
    }
    return new SQSBatchResponse(failures);
  }

  private static String ask(String message) {
    String address = System.getenv("DESK");
    if (address == null) return "";
    String[] parts = address.split(":");
    try (Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
      socket.getOutputStream().write(("Java " + message + "\n").getBytes(StandardCharsets.UTF_8));
      return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
