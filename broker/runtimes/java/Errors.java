package queueside.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with a handler, in the words of AWS's client. Each invocation fails with it. */
class Fault extends Exception {
  /** null: AWS's client reports none. */
  final String type;

  Fault(String type, String message) {
    super(message);
    this.type = type;
    setStackTrace(new StackTraceElement[0]);
  }

  @Override
  public String toString() {
    return getMessage();
  }
}

class Errors {
  private static final String OWN = Errors.class.getPackageName() + ".";

  /** What an invoker sees of a failure. */
  static Map<String, Object> describe(Throwable error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("errorMessage", messageOf(error));
    if (error instanceof Fault) {
      body.put("errorType", ((Fault) error).type);
      return body;
    }
    body.put("errorType", error.getClass().getName());
    List<String> lines = new ArrayList<>();
    for (StackTraceElement frame : error.getStackTrace()) lines.add(frame.toString());
    body.put("stackTrace", lines);
    return body;
  }

  /** Shows an error on standard error. An exception whose text cannot be read is reported all the same. */
  static void show(Throwable error) {
    try {
      error.printStackTrace();
    } catch (RuntimeException unreadable) {
      System.err.println(error.getClass().getName());
    }
  }

  private static String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (RuntimeException unreadable) {
      return null;
    }
  }

  /** Leaves out the frames of this loop, which called the handler, and those of the reflection between them. */
  static void cut(Throwable error) {
    // Exceptions may cause each other.
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable each = error; each != null && seen.add(each); each = each.getCause()) cutFrames(each);
  }

  private static void cutFrames(Throwable error) {
    StackTraceElement[] frames = error.getStackTrace();
    int end = 0;
    while (end < frames.length && !frames[end].getClassName().startsWith(OWN)) end++;
    if (end < frames.length) while (end > 0 && isReflection(frames[end - 1])) end--;
    error.setStackTrace(Arrays.copyOf(frames, end));
  }

  private static boolean isReflection(StackTraceElement frame) {
    return frame.getClassName().startsWith("java.lang.reflect.") || frame.getClassName().startsWith("jdk.internal.reflect.");
  }
}
