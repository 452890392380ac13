package queueside.loop;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;

class Types {
  /** What a type of a method is in a class that may have inherited the method from a generic one. */
  static Type resolve(Class<?> in, Type type) {
    Map<TypeVariable<?>, Type> known = new HashMap<>();
    collect(in, known);
    Type found = type;
    while (found instanceof TypeVariable) {
      Type next = known.get(found);
      if (next == null) return Object.class;
      found = next;
    }
    return found;
  }

  private static void collect(Type type, Map<TypeVariable<?>, Type> known) {
    if (type == null) return;
    Class<?> raw = rawOf(type);
    if (type instanceof ParameterizedType) {
      Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
      for (int index = 0; index < arguments.length; index++) known.put(raw.getTypeParameters()[index], arguments[index]);
    }
    collect(raw.getGenericSuperclass(), known);
    for (Type each : raw.getGenericInterfaces()) collect(each, known);
  }

  static Class<?> rawOf(Type type) {
    if (type instanceof Class) return (Class<?>) type;
    if (type instanceof ParameterizedType) return (Class<?>) ((ParameterizedType) type).getRawType();
    if (type instanceof WildcardType) return rawOf(((WildcardType) type).getUpperBounds()[0]);
    if (type instanceof GenericArrayType)
      return java.lang.reflect.Array.newInstance(rawOf(((GenericArrayType) type).getGenericComponentType()), 0).getClass();
    return Object.class;
  }

  /** A type argument, such as that of the elements of a list; Object where there is none. */
  static Type argumentOf(Type type, int index) {
    if (!(type instanceof ParameterizedType)) return Object.class;
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return index < arguments.length ? arguments[index] : Object.class;
  }
}
