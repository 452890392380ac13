import type { AlarmBook } from '../../alarms/alarmBook.ts';
import type { MetricReader, MetricWriter } from '../../metrics/metricReader.ts';
import type { MetricPlace } from '../../metrics/queries.ts';
import type { OPERATIONS } from '../operations/operations.ts';
import type { Outcome } from '../refusal.ts';
import type { ValueOf } from '../../calls/shapes/shape.ts';

/** What a handler works with. */
export interface ActionCall extends MetricPlace {
  readonly metrics: MetricReader & MetricWriter;
  readonly alarms: AlarmBook;
  /** Epoch ms on the broker's clock. */
  readonly now: number;
}

interface DeclarationLike {
  readonly input: object;
  readonly output?: object;
}

type HandlerOf<D extends DeclarationLike> = (
  call: ActionCall,
  input: ValueOf<D['input']>,
) => Outcome<D extends { readonly output: infer Output } ? ValueOf<Output> : unknown>;

/** A handler for each of these operations: without one, it does not compile. */
export type HandlersOf<T extends Readonly<Record<string, DeclarationLike>>> = {
  readonly [Name in keyof T]: HandlerOf<T[Name]>;
};

export type Handlers = HandlersOf<typeof OPERATIONS>;

export function succeed<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}
