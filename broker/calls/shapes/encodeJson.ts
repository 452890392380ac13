import type { Shape } from './shape.ts';

/** A value of a shape as protocols over JSON have it: times are numbers of epoch seconds. */
export function toJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'time':
      return (value as number) / 1000;
    case 'list':
      return (value as readonly unknown[]).map((element) => toJson(shape.member, element));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, element]) => [key, toJson(shape.value, element)]),
      );
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).flatMap(([name, { shape: member }]) => {
          const given = (value as Readonly<Record<string, unknown>>)[name];
          return given === undefined ? [] : [[name, toJson(member, given)]];
        }),
      );
    default:
      return value;
  }
}
