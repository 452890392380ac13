import * as alarms from './alarms.ts';
import * as billing from './billing.ts';
import * as broker from './broker.ts';
import * as clock from './clock.ts';
import * as definitions from './definitions.ts';
import * as encryption from './encryption.ts';
import * as faults from './faults.ts';
import * as findings from './findings.ts';
import * as forecast from './forecast.ts';
import * as functionOrders from './functionOrders.ts';
import * as functions from './functions.ts';
import * as idempotence from './idempotence.ts';
import * as kms from './kms.ts';
import * as message from './message.ts';
import * as messages from './messages.ts';
import type { NotificationMethod, ParamsOf, RequestMethod, ResultOf } from './method.ts';
import * as pools from './pools.ts';
import * as queue from './queue.ts';
import * as metrics from './metrics.ts';
import * as replay from './replay.ts';
import * as storage from './storage.ts';
import * as telemetry from './telemetry.ts';
import * as trace from './trace.ts';

/** All files that declare methods, by name. Methods are discovered in these files; there is no other list. */
export const SUBJECTS = {
  broker,
  queue,
  message,
  messages,
  trace,
  clock,
  billing,
  definitions,
  faults,
  findings,
  forecast,
  replay,
  idempotence,
  telemetry,
  encryption,
  kms,
  storage,
  alarms,
  metrics,
  pools,
  functions,
  functionOrders,
} as const;

export type Subject = keyof typeof SUBJECTS;

type RequestsOf<M> = {
  readonly [K in keyof M as M[K] extends { readonly kind: 'request' } ? K : never]: M[K];
};
type Intersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void
  ? I
  : never;

/** Every request that a client may make, by its declared name. */
export type Methods = Intersection<{ [S in Subject]: RequestsOf<(typeof SUBJECTS)[S]> }[Subject]>;
export type MethodKey = keyof Methods;
export type MethodParams<K extends MethodKey> = ParamsOf<Methods[K]>;
export type MethodResult<K extends MethodKey> = ResultOf<Methods[K]>;

type Declared = RequestMethod<unknown, unknown> | NotificationMethod<unknown>;

/** The requests and notifications of a subject, by their declared names. */
export function listDeclared(subject: Subject): readonly (readonly [key: string, declared: Declared])[] {
  return listDeclaredIn(SUBJECTS[subject]);
}

/** As {@link listDeclared}, of what a file exports. */
export function listDeclaredIn(
  file: Readonly<Record<string, unknown>>,
): readonly (readonly [key: string, declared: Declared])[] {
  return Object.entries<unknown>(file).filter((entry): entry is [string, Declared] => isDeclared(entry[1]));
}

function isDeclared(value: unknown): value is Declared {
  return typeof value === 'object' && value !== null && 'kind' in value && 'method' in value;
}

export const METHODS = Object.fromEntries(
  (Object.keys(SUBJECTS) as Subject[]).flatMap(listDeclared).filter(([, { kind }]) => kind === 'request'),
) as unknown as Methods;
