package queueside.loop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The four calls of the Runtime API (docs/functions.md), over one connection. The HTTP client of the JDK takes longer to start, and
 * the older one closes connections that are idle while a handler works.
 */
class RuntimeApi {
  static class Answer {
    int status;
    final Map<String, String> headers = new HashMap<>();
    byte[] body;

    /** null: there is none. */
    String header(String name) {
      return headers.get(name);
    }
  }

  private final String address;
  private final String host;
  private final int port;
  private Socket socket;
  private InputStream input;

  RuntimeApi(String address) {
    int colon = address.lastIndexOf(':');
    this.address = address;
    host = address.substring(0, colon);
    port = Integer.parseInt(address.substring(colon + 1));
  }

  /** Waits without limit. */
  Answer next() throws IOException {
    return call("GET", "/invocation/next", null, "");
  }

  /** What the Runtime API says to it, such as that it is too large, is for the caller of the function to know. */
  void respond(String id, byte[] result) throws IOException {
    call("POST", "/invocation/" + encode(id) + "/response", result, "");
  }

  void fail(String id, Map<String, Object> error) throws IOException {
    call("POST", "/invocation/" + encode(id) + "/error", Json.write(error), describeType(error));
  }

  void failInit(Map<String, Object> error) throws IOException {
    call("POST", "/init/error", Json.write(error), describeType(error));
  }

  private static String describeType(Map<String, Object> error) {
    Object type = error.get("errorType");
    return type == null ? "" : "Lambda-Runtime-Function-Error-Type: " + type + "\r\n";
  }

  private static String encode(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private Answer call(String method, String path, byte[] body, String headers) throws IOException {
    boolean isReused = socket != null;
    try {
      return callOnce(method, path, body, headers);
    } catch (IOException error) {
      if (socket != null) socket.close();
      socket = null;
      // The server closes a connection that was idle for long.
      if (!isReused) throw error;
      return callOnce(method, path, body, headers);
    }
  }

  private Answer callOnce(String method, String path, byte[] body, String headers) throws IOException {
    if (socket == null) {
      socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      input = new BufferedInputStream(socket.getInputStream());
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String length = body == null ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
    String head = method + " /2018-06-01/runtime" + path + " HTTP/1.1\r\nHost: " + address + "\r\n" + length + headers + "\r\n";
    request.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (body != null) request.write(body);
    OutputStream output = socket.getOutputStream();
    request.writeTo(output);
    output.flush();
    return read();
  }

  private Answer read() throws IOException {
    Answer answer = new Answer();
    answer.status = Integer.parseInt(readLine().split(" ", 3)[1]);
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      answer.headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    String length = answer.header("content-length");
    if ("chunked".equalsIgnoreCase(answer.header("transfer-encoding"))) answer.body = readChunks();
    else answer.body = readBytes(length == null ? 0 : Integer.parseInt(length));
    if ("close".equalsIgnoreCase(answer.header("connection"))) {
      socket.close();
      socket = null;
    }
    return answer;
  }

  private byte[] readChunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(readLine().split(";")[0].trim(), 16);
      body.write(readBytes(size));
      // The end of a chunk; after the last one, of the trailers.
      if (size > 0) readLine();
      else {
        while (!readLine().isEmpty()) continue;
        return body.toByteArray();
      }
    }
  }

  private byte[] readBytes(int count) throws IOException {
    byte[] bytes = input.readNBytes(count);
    if (bytes.length < count) throw new EOFException("the connection was closed");
    return bytes;
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) throw new EOFException("the connection was closed");
      if (next != '\r') line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
