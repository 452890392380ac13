import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** Does what the event says. */
public class Deeds implements RequestHandler<Map<String, Object>, Object> {
  private int calls;

  @Override
  public Object handleRequest(Map<String, Object> event, Context context) {
    calls++;
    switch (String.valueOf(event.get("do"))) {
      case "fail":
        throw new IllegalStateException("no stock", new RuntimeException("no shelf"));
      case "circle":
        RuntimeException first = new IllegalStateException("no stock");
        first.initCause(new RuntimeException("no shelf", first));
        throw first;
      case "unreadable":
        throw new IllegalStateException() {
          @Override
          public String getMessage() {
            throw new IllegalArgumentException("no text");
          }
        };
      case "exit":
        System.exit(7);
        return null;
      case "overflow":
        return overflow(1);
      case "context":
        context.getLogger().log("logged");
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("requestId", context.getAwsRequestId());
        known.put("arn", context.getInvokedFunctionArn());
        known.put("name", context.getFunctionName());
        known.put("version", context.getFunctionVersion());
        known.put("memory", context.getMemoryLimitInMB());
        known.put("logGroup", context.getLogGroupName());
        known.put("logStream", context.getLogStreamName());
        known.put("identity", context.getIdentity());
        known.put("client", context.getClientContext());
        known.put("remaining", context.getRemainingTimeInMillis());
        known.put("trace", System.getProperty("com.amazonaws.xray.traceHeader"));
        return known;
      case "echo":
        return event.get("value");
      default:
        return calls;
    }
  }

  private static int overflow(int depth) {
    return overflow(depth + 1) + depth;
  }
}
