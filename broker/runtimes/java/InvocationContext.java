package queueside.loop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** What a handler knows of its invocation: AWS's interfaces, if the function has them. */
class InvocationContext {
  static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";
  private static final String LOGGER = "com.amazonaws.services.lambda.runtime.LambdaLogger";

  /** null: the function has no such interface, so no handler can ask for it. */
  static Object create(RuntimeApi.Answer invocation) {
    long deadlineMs = Long.parseLong(invocation.header("lambda-runtime-deadline-ms"));
    return implement(CONTEXT, (method, arguments) -> {
      switch (method.getName()) {
        case "getAwsRequestId":
          return invocation.header("lambda-runtime-aws-request-id");
        case "getInvokedFunctionArn":
          return invocation.header("lambda-runtime-invoked-function-arn");
        case "getXrayTraceId":
          return invocation.header("lambda-runtime-trace-id");
        case "getRemainingTimeInMillis":
          return (int) Math.min(Integer.MAX_VALUE, deadlineMs - System.currentTimeMillis());
        case "getFunctionName":
          return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
        case "getFunctionVersion":
          return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
        case "getMemoryLimitInMB":
          return Integer.parseInt(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
        case "getLogGroupName":
          return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
        case "getLogStreamName":
          return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
        case "getLogger":
          return implement(LOGGER, InvocationContext::log);
        default:
          // The identity of a user, a tenant, and what a mobile app says: a queue has none of them.
          return null;
      }
    });
  }

  private static Object log(Method method, Object[] arguments) {
    if (!method.getName().equals("log")) return null;
    Object message = arguments[0];
    String text = message instanceof byte[] ? new String((byte[]) message, StandardCharsets.UTF_8) : String.valueOf(message);
    System.out.print(text.endsWith("\n") ? text : text + "\n");
    return null;
  }

  private interface Answers {
    Object answer(Method method, Object[] arguments);
  }

  private static Object implement(String name, Answers answers) {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
    } catch (ClassNotFoundException error) {
      return null;
    }
    return Proxy.newProxyInstance(loader, new Class<?>[] {type}, (proxy, method, arguments) -> {
      switch (method.getName()) {
        case "toString":
          return type.getSimpleName();
        case "hashCode":
          return System.identityHashCode(proxy);
        case "equals":
          return proxy == arguments[0];
        default:
          return answers.answer(method, arguments);
      }
    });
  }
}
