/**
 * Describes what an action takes and gives, once for both protocols: the names are those of the JSON protocol, and
 * what the Query protocol spells differently stands beside them.
 *
 * Not the kit of the control methods (`broker/protocol/shape.ts`). That one checks JSON that is read already and words its
 * refusals itself. These are walked by two decoders and two encoders that have to spell and refuse as the service does: lists
 * and maps have other names in the Query protocol, blobs are bytes, `null` is absent, and every member may be missing, because
 * the rules of the queues say what is missing or out of range, in the service's words and order.
 *
 * There are four forms of objects here, on purpose: a place of code that reads `kind` from a fifth would no longer be fast.
 */
export type Shape =
  | StringShape
  | IntegerShape
  | BooleanShape
  | BlobShape
  | ListShape<Shape>
  | MapShape<Shape>
  | StructureShape<Members>;

export interface StringShape {
  readonly kind: 'string';
}
export interface IntegerShape {
  readonly kind: 'integer';
}
/** Only in answers. */
export interface BooleanShape {
  readonly kind: 'boolean';
}
/** Bytes in requests; answers carry the base64 text. */
export interface BlobShape {
  readonly kind: 'blob';
}
export interface ListShape<M> {
  readonly kind: 'list';
  /** Flattened in the Query protocol: `<queryName>.N`, and a repeated `<queryName>` element in answers. */
  readonly queryName: string;
  readonly member: M;
}
export interface MapShape<V> {
  readonly kind: 'map';
  /** Flattened: `<queryName>.N.<keyName>` and `<queryName>.N.<valueName>`. */
  readonly queryName: string;
  readonly keyName: 'Name' | 'Key';
  readonly valueName: 'Value';
  readonly value: V;
}
export type Members = Readonly<Record<string, Shape>>;
export interface StructureShape<M extends Members> {
  readonly kind: 'structure';
  readonly members: M;
}

/** The value that a shape describes, in a request. */
export type ValueOf<S> = S extends StringShape
  ? string
  : S extends IntegerShape
    ? number
    : S extends BooleanShape
      ? boolean
      : S extends BlobShape
        ? Uint8Array
        : S extends ListShape<infer M>
          ? readonly ValueOf<M>[]
          : S extends MapShape<infer V>
            ? Readonly<Record<string, ValueOf<V>>>
            : S extends StructureShape<infer M>
              ? { readonly [K in keyof M]?: ValueOf<M[K]> | undefined }
              : never;

export const string: StringShape = { kind: 'string' };
export const integer: IntegerShape = { kind: 'integer' };
export const boolean: BooleanShape = { kind: 'boolean' };
export const blob: BlobShape = { kind: 'blob' };

export function list<M extends Shape>(queryName: string, member: M): ListShape<M> {
  return { kind: 'list', queryName, member };
}

/** A map keyed by `Name`, such as attributes. */
export function namedMap<V extends Shape>(queryName: string, value: V): MapShape<V> {
  return { kind: 'map', queryName, keyName: 'Name', valueName: 'Value', value };
}

/** A map keyed by `Key`: tags. */
export function keyedMap<V extends Shape>(queryName: string, value: V): MapShape<V> {
  return { kind: 'map', queryName, keyName: 'Key', valueName: 'Value', value };
}

export function structure<M extends Members>(members: M): StructureShape<M> {
  return { kind: 'structure', members };
}
