import * as l10n from '@vscode/l10n';
import type { Shape } from './shape.ts';

/**
 * What a response guarantees. `journal`: a change that survives the broker, so the response waits for the disk and is
 * an error if the disk rejects the write. `nothing`: a read, or a change that ends with the broker or the connection;
 * the response does not depend on the disk.
 */
export type Stores = 'journal' | 'nothing';

interface RequestDeclaration<P, R> {
  readonly params: Shape<P>;
  /** Made by {@link type}. */
  readonly result: ResultType<R>;
  readonly stores: Stores;
}

/** A request that the extension sends to the broker; `P` its params, `R` its result. */
export interface RequestMethod<P, R> extends RequestDeclaration<P, R> {
  readonly kind: 'request';
  /** Its name on the wire. */
  readonly method: string;
}

/** A notification that the broker sends to its clients; `P` its params. */
export interface NotificationMethod<P> {
  readonly kind: 'notification';
  readonly method: string;
  /** Only carries the type; never present at run time. */
  readonly types?: { readonly params: P };
}

/** Only carries the type; there is nothing to check, as clients trust the broker. */
export interface ResultType<R> {
  readonly type?: R;
}

export type ParamsOf<M> =
  M extends RequestMethod<infer P, unknown> ? P : M extends NotificationMethod<infer P> ? P : never;

export type ResultOf<M> = M extends RequestMethod<infer _P, infer R> ? R : never;

/**
 * Declares a request: everything about it except its handler. The comment above it is its text in docs/protocol.md.
 * @param method `queueside/<subject>/<verb>`
 */
export function request<P, R>(method: string, declaration: RequestDeclaration<P, R>): RequestMethod<P, R> {
  return { kind: 'request', method, ...declaration };
}

/**
 * Declares a notification. The comment above it is its text in docs/protocol.md.
 * @param method `queueside/<subject>/<past tense>`
 */
export function notification<P>(method: string): NotificationMethod<P> {
  return { kind: 'notification', method };
}

const ANY_RESULT = {};

/** The type of a result. */
export function type<R>(): ResultType<R> {
  return ANY_RESULT;
}

/** For requests without params. JSON-RPC requires an object. */
export type NoParams = Record<string, never>;

/** For requests without params, which may be omitted. */
export const NO_PARAMS: Shape<NoParams> = {
  check: (value) =>
    value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value))
      ? undefined
      : { path: '', expected: l10n.t('an object') },
  expected: () => l10n.t('an object'),
  describe: () => ({ type: ['object', 'null'] }),
};
