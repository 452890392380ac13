package queueside.loop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

/** Makes objects of events, and JSON of results: by AWS's package if the function brings it, else by a mapper of our own. */
abstract class Serializer {
  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.serialization.";

  abstract Object read(byte[] json) throws Throwable;

  abstract byte[] write(Object value) throws Throwable;

  static Serializer of(Type type) throws Throwable {
    if (type == InputStream.class) return new Raw();
    Object theirs = findTheirs(type);
    return theirs == null ? new Own(type) : new Theirs(theirs);
  }

  /** @return one of AWS's, or null */
  private static Object findTheirs(Type type) throws Throwable {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    try {
      Class<?> events = Class.forName(PACKAGE + "events.LambdaEventSerializers", true, loader);
      String name = Types.rawOf(type).getName();
      if (type instanceof Class && (Boolean) events.getMethod("isLambdaSupportedEvent", String.class).invoke(null, name))
        return events.getMethod("serializerFor", Class.class, ClassLoader.class).invoke(null, type, loader);
      Class<?> factory = Class.forName(PACKAGE + "factories.JacksonFactory", true, loader);
      Object instance = factory.getMethod("getInstance").invoke(null);
      return factory.getMethod("getSerializer", Type.class).invoke(instance, type);
    } catch (ClassNotFoundException | NoSuchMethodException error) {
      return null;
    } catch (InvocationTargetException error) {
      throw error.getCause();
    }
  }

  private static class Raw extends Serializer {
    @Override
    Object read(byte[] json) {
      return new ByteArrayInputStream(json);
    }

    @Override
    byte[] write(Object value) throws Throwable {
      return ((InputStream) value).readAllBytes();
    }
  }

  private static class Own extends Serializer {
    private final Type type;

    Own(Type type) {
      this.type = type;
    }

    @Override
    Object read(byte[] json) {
      try {
        return Beans.create(type, Json.read(json));
      } catch (RuntimeException error) {
        throw new RuntimeException("An error occurred during JSON parsing", error);
      }
    }

    @Override
    byte[] write(Object value) {
      try {
        return Json.write(value);
      } catch (RuntimeException error) {
        throw new RuntimeException("An error occurred during JSON serialization of response", error);
      }
    }
  }

  private static class Theirs extends Serializer {
    private final Object serializer;
    private final Method read;
    private final Method write;

    Theirs(Object serializer) throws ReflectiveOperationException {
      this.serializer = serializer;
      Class<?> type = Class.forName(PACKAGE + "PojoSerializer", true, ClassLoader.getSystemClassLoader());
      read = type.getMethod("fromJson", InputStream.class);
      write = type.getMethod("toJson", Object.class, OutputStream.class);
    }

    @Override
    Object read(byte[] json) throws Throwable {
      try {
        return read.invoke(serializer, new ByteArrayInputStream(json));
      } catch (InvocationTargetException error) {
        throw new RuntimeException("An error occurred during JSON parsing", error.getCause());
      }
    }

    @Override
    byte[] write(Object value) throws Throwable {
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      try {
        write.invoke(serializer, value, json);
      } catch (InvocationTargetException error) {
        throw new RuntimeException("An error occurred during JSON serialization of response", error.getCause());
      }
      return json.toByteArray();
    }
  }
}
