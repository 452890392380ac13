package queueside.loop;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as Map, List, String, Integer, Long, BigInteger, Double, Boolean and null; writes these, and what {@link Beans} takes apart. */
class Json {
  /** Deeper values have a cycle. */
  private static final int MAXIMUM_DEPTH = 500;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** @throws IllegalArgumentException for what is no JSON */
  static Object read(byte[] bytes) {
    Json json = new Json(new String(bytes, StandardCharsets.UTF_8));
    Object value = json.readValue(0);
    json.skipSpace();
    if (json.at < json.text.length()) throw json.unexpected();
    return value;
  }

  /** @throws IllegalArgumentException for what JSON cannot say */
  static byte[] write(Object value) {
    StringBuilder out = new StringBuilder();
    writeValue(value, out, 0);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Object readValue(int depth) {
    if (depth > MAXIMUM_DEPTH) throw new IllegalArgumentException("JSON is nested too deeply");
    skipSpace();
    switch (peek()) {
      case '{':
        return readObject(depth);
      case '[':
        return readArray(depth);
      case '"':
        return readText();
      case 't':
        return readWord("true", true);
      case 'f':
        return readWord("false", false);
      case 'n':
        return readWord("null", null);
      default:
        return readNumber();
    }
  }

  private Map<String, Object> readObject(int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    while (!ends('}', object.isEmpty())) {
      skipSpace();
      String name = readText();
      skipSpace();
      expect(':');
      object.put(name, readValue(depth + 1));
    }
    return object;
  }

  private List<Object> readArray(int depth) {
    List<Object> array = new ArrayList<>();
    at++;
    while (!ends(']', array.isEmpty())) array.add(readValue(depth + 1));
    return array;
  }

  /** Whether an object or array ends here; otherwise a comma is skipped before all but the first member. */
  private boolean ends(char end, boolean isFirst) {
    skipSpace();
    if (peek() == end) {
      at++;
      return true;
    }
    if (!isFirst) expect(',');
    return false;
  }

  private String readText() {
    expect('"');
    StringBuilder read = new StringBuilder();
    for (char next = take(); next != '"'; next = take()) {
      if (next < ' ') throw unexpected();
      read.append(next == '\\' ? readEscape() : next);
    }
    return read.toString();
  }

  private char readEscape() {
    char sign = take();
    int index = "\"\\/bfnrt".indexOf(sign);
    if (index >= 0) return "\"\\/\b\f\n\r\t".charAt(index);
    if (sign != 'u' || at + 4 > text.length()) throw unexpected();
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private Object readNumber() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
    String number = text.substring(start, at);
    if (!number.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) throw unexpected();
    if (!number.matches("-?\\d+")) return Double.valueOf(number);
    BigInteger whole = new BigInteger(number);
    if (whole.bitLength() < 32) return whole.intValue();
    return whole.bitLength() < 64 ? (Number) whole.longValue() : whole;
  }

  private Object readWord(String word, Object value) {
    if (!text.startsWith(word, at)) throw unexpected();
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char peek() {
    if (at >= text.length()) throw unexpected();
    return text.charAt(at);
  }

  private char take() {
    char next = peek();
    at++;
    return next;
  }

  private void expect(char sign) {
    if (peek() != sign) throw unexpected();
    at++;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("Unexpected " + (at < text.length() ? "character" : "end") + " in JSON at position " + at);
  }

  private static void writeValue(Object value, StringBuilder out, int depth) {
    if (depth > MAXIMUM_DEPTH) throw new IllegalArgumentException("The value is nested too deeply, or contains itself");
    Object plain = Beans.simplify(value);
    if (plain == null || plain instanceof Boolean) out.append(plain);
    else if (plain instanceof String) writeText((String) plain, out);
    else if (plain instanceof Number) writeNumber((Number) plain, out);
    else if (plain instanceof List) {
      String separator = "[";
      for (Object each : (List<?>) plain) {
        out.append(separator);
        writeValue(each, out, depth + 1);
        separator = ",";
      }
      out.append(separator.equals("[") ? "[]" : "]");
    } else {
      String separator = "{";
      for (Map.Entry<?, ?> each : ((Map<?, ?>) plain).entrySet()) {
        // As AWS's package does.
        if (each.getValue() == null) continue;
        out.append(separator);
        writeText(String.valueOf(each.getKey()), out);
        out.append(':');
        writeValue(each.getValue(), out, depth + 1);
        separator = ",";
      }
      out.append(separator.equals("{") ? "{}" : "}");
    }
  }

  private static void writeNumber(Number number, StringBuilder out) {
    boolean isFraction = number instanceof Double || number instanceof Float;
    if (isFraction && !Double.isFinite(number.doubleValue())) writeText(number.toString(), out);
    else out.append(number instanceof BigDecimal ? ((BigDecimal) number).toPlainString() : number.toString());
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int index = 0; index < text.length(); index++) {
      char sign = text.charAt(index);
      if (sign == '"' || sign == '\\') out.append('\\').append(sign);
      else if (sign < ' ') out.append(String.format("\\u%04x", (int) sign));
      else out.append(sign);
    }
    out.append('"');
  }
}
