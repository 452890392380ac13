/** Gives an object members for a test. @returns takes them away again */
export function lendMembers(target: object, members: Readonly<Record<string, unknown>>): () => void {
  const own = new Map(
    Object.keys(members).map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const),
  );
  Object.assign(target, members);
  return () => {
    for (const [name, descriptor] of own) {
      if (descriptor === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, descriptor);
    }
  };
}
