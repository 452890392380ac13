/**
 * Describes what an operation of a service beside SQS takes and gives, once for all protocols: decoding, checking and encoding
 * all walk these descriptions, and the types of the handlers come of them.
 *
 * Not the kit of SQS (`broker/api/shapes.ts`): its lists are flattened where these have members, it knows neither times nor
 * fractions, and its code is shaped for the speed of messages.
 */
export type Shape =
  | TextShape
  | NumberShape
  | TimeShape
  | BooleanShape
  | ListShape<Shape>
  | MapShape<Shape>
  | StructureShape<Members>;

export interface TextShape {
  readonly kind: 'text';
  /** Characters. */
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** All values that are allowed, in the order in which the service lists them. */
  readonly values?: readonly string[] | undefined;
  readonly pattern?: RegExp | undefined;
}

export interface NumberShape {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** Epoch ms in the program; each protocol has its own form. */
export interface TimeShape {
  readonly kind: 'time';
}

export interface BooleanShape {
  readonly kind: 'boolean';
}

export interface ListShape<M> {
  readonly kind: 'list';
  readonly member: M;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

/** The keys are texts. */
export interface MapShape<V> {
  readonly kind: 'map';
  readonly value: V;
  /** Of maps that callers send. */
  readonly key?: TextShape | undefined;
  readonly maximum?: number | undefined;
}

export interface StructureShape<M extends Members> {
  readonly kind: 'structure';
  readonly members: M;
}

/** A member of a structure, which may be absent. */
export interface Optional<S> {
  readonly shape: S;
  readonly isRequired: false;
}

/** A member that the model requires. */
export interface Required<S> {
  readonly shape: S;
  readonly isRequired: true;
}

export type Members = Readonly<Record<string, Optional<Shape> | Required<Shape>>>;

/** The value that a shape describes. */
export type ValueOf<S> = S extends TextShape
  ? string
  : S extends NumberShape | TimeShape
    ? number
    : S extends BooleanShape
      ? boolean
      : S extends ListShape<infer M>
        ? readonly ValueOf<M>[]
        : S extends MapShape<infer V>
          ? Readonly<Record<string, ValueOf<V>>>
          : S extends StructureShape<infer M>
            ? { readonly [K in RequiredNames<M>]: ValueOf<M[K]['shape']> } & {
                readonly [K in Exclude<keyof M, RequiredNames<M>>]?: ValueOf<M[K]['shape']> | undefined;
              }
            : never;

type RequiredNames<M extends Members> = {
  [K in keyof M]: M[K] extends Required<Shape> ? K : never;
}[keyof M];

export function text(minimum?: number, maximum?: number, pattern?: RegExp): TextShape {
  return { kind: 'text', minimum, maximum, pattern };
}

export function oneOf(...values: readonly string[]): TextShape {
  return { kind: 'text', values };
}

export function whole(minimum?: number, maximum?: number): NumberShape {
  return { kind: 'number', isWhole: true, minimum, maximum };
}

export const fraction: NumberShape = { kind: 'number', isWhole: false };
export const time: TimeShape = { kind: 'time' };
export const boolean: BooleanShape = { kind: 'boolean' };

export function list<M extends Shape>(member: M, minimum?: number, maximum?: number): ListShape<M> {
  return { kind: 'list', member, minimum, maximum };
}

export function map<V extends Shape>(value: V, key?: TextShape, maximum?: number): MapShape<V> {
  return { kind: 'map', value, key, maximum };
}

export function structure<M extends Members>(members: M): StructureShape<M> {
  return { kind: 'structure', members };
}

export function optional<S extends Shape>(shape: S): Optional<S> {
  return { shape, isRequired: false };
}

export function required<S extends Shape>(shape: S): Required<S> {
  return { shape, isRequired: true };
}
