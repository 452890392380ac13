/** Names that every object of JavaScript has, or seems to have: a parser that looks them up in one finds something. */
export const TRICKY_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
] as const;

/** An object with this own member, also where a literal would set the prototype. */
export function withMember(name: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([[name, value]]);
}
