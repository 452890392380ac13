import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What every program of this folder reports and compares by. */
final class Check {
  static final String PREFIX = System.getenv("CLIENT_PREFIX");

  private static final String STEPS = System.getenv().getOrDefault("CLIENT_STEPS", "");

  private Check() {}

  /** What holds, or throws. */
  interface Step {
    void run() throws Exception;
  }

  /** Without CLIENT_STEPS, all of them. */
  static void step(String name, Step check) throws Exception {
    if (!STEPS.isEmpty() && !List.of(STEPS.split(",")).contains(name)) return;
    check.run();
    System.out.println("held: " + name);
  }

  static void equal(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) throw new AssertionError(cut(actual) + " is not " + cut(expected));
  }

  static String md5(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  /** A text of this many bytes. */
  static String body(int bytes) {
    String line = "0123456789 \"é€\"\n";
    int lineBytes = line.getBytes(StandardCharsets.UTF_8).length;
    return line.repeat(bytes / lineBytes) + "x".repeat(bytes % lineBytes);
  }

  private static String cut(Object value) {
    String text = String.valueOf(value);
    return text.length() > 500 ? text.substring(0, 500) : text;
  }
}
