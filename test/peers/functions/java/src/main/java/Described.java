import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** A handler whose event is that of its subclasses. */
public abstract class Described<T> implements RequestHandler<T, String> {
  @Override
  public String handleRequest(T event, Context context) {
    return describe(event);
  }

  abstract String describe(T event);
}
