import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Cannot be created. */
public class Broken implements RequestHandler<String, String> {
  public Broken() {
    throw new IllegalStateException("no database");
  }

  @Override
  public String handleRequest(String event, Context context) {
    return event;
  }
}
