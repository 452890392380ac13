package queueside.loop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The method that a handler string names, such as `com.x.Orders` or `com.x.Orders::handle`. */
class Handler {
  private static final String OBJECTS = "com.amazonaws.services.lambda.runtime.RequestHandler";
  private static final String STREAMS = "com.amazonaws.services.lambda.runtime.RequestStreamHandler";
  private static final String OF_INTERFACES = "handleRequest";

  private final Method method;
  /** null: the method is static. */
  private final Object target;
  private final boolean hasStreams;
  private final boolean hasContext;
  /** null: the method takes no event. */
  private final Serializer events;
  private final Serializer results;

  private Handler(Class<?> type, Method method) throws Throwable {
    this.method = method;
    Class<?>[] parameters = method.getParameterTypes();
    hasContext = parameters.length > 0 && isContext(parameters[parameters.length - 1]);
    hasStreams = parameters.length > 1 && parameters[0] == InputStream.class && parameters[1] == OutputStream.class;
    Type[] types = method.getGenericParameterTypes();
    boolean takesEvent = !hasStreams && parameters.length > (hasContext ? 1 : 0);
    events = takesEvent ? Serializer.of(Types.resolve(type, types[0])) : null;
    results = hasStreams || method.getReturnType() == void.class ? null : Serializer.of(Types.resolve(type, method.getGenericReturnType()));
    // A class that is not public may implement a public interface.
    method.setAccessible(true);
    target = Modifier.isStatic(method.getModifiers()) ? null : create(type);
  }

  /** @throws Fault when there is no such handler; or whatever its class throws when it is loaded and created */
  static Handler load(String text) throws Throwable {
    if (text.isEmpty()) throw new Fault(null, "Invalid handler: `" + text + "'");
    int end = text.lastIndexOf("::");
    String className = end < 0 ? text : text.substring(0, end);
    Class<?> type;
    try {
      type = Class.forName(className, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException error) {
      throw new Fault("java.lang.ClassNotFoundException", "Class not found: " + className);
    } catch (ExceptionInInitializerError error) {
      throw error.getCause() == null ? error : error.getCause();
    }
    if (end < 0 && !implementsOne(type))
      throw new Fault(null, "Class does not implement an appropriate handler interface: " + className);
    String name = end < 0 ? OF_INTERFACES : text.substring(end + 2);
    List<Method> found = new ArrayList<>();
    for (Method method : type.getMethods())
      if (method.getName().equals(name) && !method.isBridge() && isHandler(method)) found.add(method);
    // The one with the most parameters, as AWS's client does, and with the context.
    Comparator<Method> order = Comparator.comparing(Method::getParameterCount);
    Method best = found.stream().max(order.thenComparing(Handler::takesContext)).orElse(null);
    if (best == null)
      throw new Fault(null, "No public method named " + name + " with appropriate method signature found on class " + className);
    return new Handler(type, best);
  }

  /** @return JSON; of a handler with streams, what it wrote */
  byte[] call(byte[] event, Object context) throws Throwable {
    List<Object> arguments = new ArrayList<>();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    if (hasStreams) arguments.addAll(Arrays.asList(new ByteArrayInputStream(event), written));
    if (events != null) arguments.add(events.read(event));
    if (hasContext) arguments.add(context);
    Object result;
    try {
      result = method.invoke(target, arguments.toArray());
    } catch (InvocationTargetException error) {
      throw error.getCause();
    }
    if (hasStreams) return written.toByteArray();
    return results == null || result == null ? Json.write(null) : results.write(result);
  }

  private static Object create(Class<?> type) throws Throwable {
    try {
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException error) {
      throw new Fault(null, "Class " + type.getName() + " has no public zero-argument constructor");
    } catch (InvocationTargetException error) {
      throw error.getCause();
    }
  }

  private static boolean isHandler(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    int count = parameters.length - (takesContext(method) ? 1 : 0);
    return count < 2 || (count == 2 && parameters[0] == InputStream.class && parameters[1] == OutputStream.class);
  }

  private static boolean takesContext(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return parameters.length > 0 && isContext(parameters[parameters.length - 1]);
  }

  private static boolean isContext(Class<?> type) {
    return type.getName().equals(InvocationContext.CONTEXT);
  }

  private static boolean implementsOne(Class<?> type) {
    Set<String> names = new HashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) collect(each, names);
    return names.contains(OBJECTS) || names.contains(STREAMS);
  }

  private static void collect(Class<?> type, Set<String> names) {
    for (Class<?> each : type.getInterfaces()) {
      names.add(each.getName());
      collect(each, names);
    }
  }
}
