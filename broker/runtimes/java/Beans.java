package queueside.loop;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes objects of what JSON says, and the reverse. Names of properties are compared without case: events of AWS have `Records`
 * and `eventSourceARN`, where their classes have `setRecords` and `setEventSourceArn`.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
class Beans {
  /** @throws IllegalArgumentException for a value that is not of the type */
  static Object create(Type type, Object value) {
    Class<?> raw = Types.rawOf(type);
    if (value == null) return raw.isPrimitive() ? Array.get(Array.newInstance(raw, 1), 0) : null;
    if (raw == Object.class) return value;
    boolean isScalar = raw.isPrimitive() || raw == String.class || Number.class.isAssignableFrom(raw) || raw.isEnum();
    if (isScalar && (value instanceof Map || value instanceof List)) throw mismatch(raw, value);
    if (value instanceof Map) return Map.class.isAssignableFrom(raw) ? createMap(type, (Map<?, ?>) value) : createBean(raw, (Map<String, ?>) value);
    if (value instanceof List) return createList(type, raw, (List<?>) value);
    return createScalar(raw, value);
  }

  private static Object createMap(Type type, Map<?, ?> value) {
    Map<Object, Object> map = new LinkedHashMap<>();
    value.forEach((key, each) -> map.put(create(Types.argumentOf(type, 0), key), create(Types.argumentOf(type, 1), each)));
    return map;
  }

  private static Object createList(Type type, Class<?> raw, List<?> value) {
    if (raw.isArray()) {
      Object array = Array.newInstance(raw.getComponentType(), value.size());
      for (int index = 0; index < value.size(); index++) Array.set(array, index, create(raw.getComponentType(), value.get(index)));
      return array;
    }
    if (!raw.isAssignableFrom(ArrayList.class) && !raw.isAssignableFrom(LinkedHashSet.class)) throw mismatch(raw, value);
    Collection<Object> all = raw.isAssignableFrom(ArrayList.class) ? new ArrayList<>() : new LinkedHashSet<>();
    for (Object each : value) all.add(create(Types.argumentOf(type, 0), each));
    return all;
  }

  private static Object createScalar(Class<?> raw, Object value) {
    if (raw.isInstance(value)) return value;
    if (raw.isEnum() && value instanceof String) return Enum.valueOf((Class<Enum>) raw, (String) value);
    if (raw == ByteBuffer.class && value instanceof String) return ByteBuffer.wrap(Base64.getDecoder().decode((String) value));
    if (raw == byte[].class && value instanceof String) return Base64.getDecoder().decode((String) value);
    if (raw == String.class) return value.toString();
    if (raw == boolean.class && value instanceof Boolean) return value;
    if (raw == Date.class && value instanceof Number) return new Date(((Number) value).longValue());
    if (value instanceof Number || value instanceof String) return createNumber(raw, value);
    throw mismatch(raw, value);
  }

  private static Object createNumber(Class<?> raw, Object value) {
    BigDecimal number = new BigDecimal(value.toString());
    if (raw == int.class || raw == Integer.class) return number.intValueExact();
    if (raw == long.class || raw == Long.class) return number.longValueExact();
    if (raw == double.class || raw == Double.class) return number.doubleValue();
    if (raw == float.class || raw == Float.class) return number.floatValue();
    if (raw == short.class || raw == Short.class) return number.shortValueExact();
    if (raw == byte.class || raw == Byte.class) return number.byteValueExact();
    if (raw == BigInteger.class) return number.toBigIntegerExact();
    if (raw == BigDecimal.class || raw == Number.class) return number;
    throw mismatch(raw, value);
  }

  private static Object createBean(Class<?> raw, Map<String, ?> values) {
    Map<String, Object> known = new LinkedHashMap<>();
    values.forEach((name, value) -> known.put(name.toLowerCase(Locale.ROOT), value));
    try {
      if (isRecord(raw)) return createRecord(raw, known);
      Constructor<?> constructor = raw.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object bean = constructor.newInstance();
      for (Method method : raw.getMethods()) {
        String property = method.getName().startsWith("set") ? method.getName().substring(3).toLowerCase(Locale.ROOT) : "";
        if (method.getParameterCount() == 1 && known.containsKey(property))
          method.invoke(bean, create(method.getGenericParameterTypes()[0], known.get(property)));
      }
      for (Field field : raw.getFields()) {
        String property = field.getName().toLowerCase(Locale.ROOT);
        if (isOwn(field) && known.containsKey(property)) field.set(bean, create(field.getGenericType(), known.get(property)));
      }
      return bean;
    } catch (ReflectiveOperationException error) {
      throw new IllegalArgumentException("Cannot make a " + raw.getName(), error);
    }
  }

  /** What JSON can say of a value: null, Boolean, String, Number, List or Map. */
  static Object simplify(Object value) {
    if (value == null || value instanceof Boolean || value instanceof String || value instanceof Number) return value;
    if (value instanceof List || value instanceof Map) return value;
    if (value instanceof Collection) return new ArrayList<>((Collection<?>) value);
    if (value instanceof Optional) return simplify(((Optional<?>) value).orElse(null));
    if (value instanceof byte[]) return Base64.getEncoder().encodeToString((byte[]) value);
    if (value instanceof ByteBuffer) return Base64.getEncoder().encodeToString(((ByteBuffer) value).array());
    if (value instanceof Date) return ((Date) value).getTime();
    if (value instanceof Enum) return ((Enum<?>) value).name();
    // CharSequence, Character, and those of the JDK whose text is their value, such as UUID and Instant.
    if (value instanceof CharSequence || value.getClass().getName().startsWith("java.")) return simplifyOwn(value);
    return takeApart(value);
  }

  private static Object simplifyOwn(Object value) {
    if (!value.getClass().isArray()) return value.toString();
    List<Object> list = new ArrayList<>();
    for (int index = 0; index < Array.getLength(value); index++) list.add(Array.get(value, index));
    return list;
  }

  private static Object takeApart(Object value) {
    if (value.getClass().isArray()) return simplifyOwn(value);
    Map<String, Object> properties = new LinkedHashMap<>();
    try {
      for (Field field : value.getClass().getFields()) if (isOwn(field)) properties.put(field.getName(), field.get(value));
      Set<String> components = isRecord(value.getClass()) ? listComponents(value.getClass()).keySet() : Set.of();
      for (Method method : value.getClass().getMethods()) {
        String name = components.contains(method.getName()) ? method.getName() : findProperty(method);
        if (name == null || method.getParameterCount() > 0 || Modifier.isStatic(method.getModifiers())) continue;
        method.setAccessible(true);
        properties.put(name, method.invoke(value));
      }
    } catch (ReflectiveOperationException error) {
      throw new IllegalArgumentException("Cannot write a " + value.getClass().getName(), error);
    }
    return properties;
  }

  /** null: the method is no getter. */
  private static String findProperty(Method method) {
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class || method.getReturnType() == void.class) return null;
    int start = name.startsWith("get") ? 3 : name.startsWith("is") && method.getReturnType() == boolean.class ? 2 : -1;
    if (start < 0 || name.length() == start) return null;
    return Character.toLowerCase(name.charAt(start)) + name.substring(start + 1);
  }

  private static boolean isOwn(Field field) {
    return !Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers());
  }

  /** Records came with Java 16: here, they are known by what the class says. */
  private static boolean isRecord(Class<?> type) {
    return type.getSuperclass() != null && type.getSuperclass().getName().equals("java.lang.Record");
  }

  private static Map<String, Class<?>> listComponents(Class<?> type) throws ReflectiveOperationException {
    Map<String, Class<?>> components = new LinkedHashMap<>();
    for (Field field : type.getDeclaredFields()) if (!Modifier.isStatic(field.getModifiers())) components.put(field.getName(), field.getType());
    return components;
  }

  private static Object createRecord(Class<?> type, Map<String, Object> known) throws ReflectiveOperationException {
    Map<String, Class<?>> components = listComponents(type);
    Constructor<?> constructor = type.getDeclaredConstructor(components.values().toArray(new Class<?>[0]));
    constructor.setAccessible(true);
    List<Object> arguments = new ArrayList<>();
    for (String name : components.keySet())
      arguments.add(create(type.getDeclaredField(name).getGenericType(), known.get(name.toLowerCase(Locale.ROOT))));
    return constructor.newInstance(arguments.toArray());
  }

  private static IllegalArgumentException mismatch(Class<?> raw, Object value) {
    return new IllegalArgumentException("Cannot make a " + raw.getName() + " of " + value);
  }
}
