package queueside.loop;

import java.util.Map;

/**
 * The loop of a function in Java: polls the Runtime API, and calls the handler. The build joins the files of this folder, because
 * the launcher of the JDK compiles one file. It needs Java 11, and knows what AWS's packages have by their names only.
 */
class Loop {
  public static void main(String[] arguments) throws Exception {
    String address = System.getenv("AWS_LAMBDA_RUNTIME_API");
    if (address == null || address.isEmpty()) {
      System.err.println("AWS_LAMBDA_RUNTIME_API is not set: this program is started by queueside function run.");
      System.exit(1);
    }
    RuntimeApi api = new RuntimeApi(address);
    // That of this loop knows its own classes too.
    Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
    Handler handler = null;
    Fault fault = null;
    try {
      handler = Handler.load(System.getenv().getOrDefault("_HANDLER", ""));
    } catch (Fault error) {
      fault = error;
    } catch (Throwable error) {
      api.failInit(report(error));
      System.exit(1);
    }
    while (true) {
      RuntimeApi.Answer invocation = next(api);
      String id = invocation.header("lambda-runtime-aws-request-id");
      String trace = invocation.header("lambda-runtime-trace-id");
      // A process cannot change its own environment: AWS's client and its SDK use this property.
      if (trace == null) System.clearProperty("com.amazonaws.xray.traceHeader");
      else System.setProperty("com.amazonaws.xray.traceHeader", trace);
      byte[] result;
      try {
        if (fault != null) throw fault;
        result = handler.call(invocation.body, InvocationContext.create(invocation));
      } catch (Throwable error) {
        api.fail(id, report(error));
        // Nothing that follows can be relied on, as after OutOfMemoryError. AWS's client ends with 0.
        if (error instanceof VirtualMachineError) System.exit(0);
        continue;
      }
      api.respond(id, result);
    }
  }

  private static RuntimeApi.Answer next(RuntimeApi api) {
    try {
      RuntimeApi.Answer answer = api.next();
      if (answer.status == 200) return answer;
      System.err.println("The Runtime API gave no event (status " + answer.status + ").");
    } catch (java.io.IOException error) {
      System.err.println("The Runtime API does not answer: " + error.getMessage());
    }
    System.exit(1);
    return null;
  }

  /** Shows an error, and describes it for the invoker. */
  private static Map<String, Object> report(Throwable error) {
    Errors.cut(error);
    Errors.show(error);
    return Errors.describe(error);
  }
}
