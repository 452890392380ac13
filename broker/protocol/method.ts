/** A request that the extension sends to the broker; `P` its params, `R` its result. */
export interface RequestMethod<P, R> {
  readonly kind: 'request';
  readonly method: string;
  /** Only carries the types; never present at run time. */
  readonly types?: { readonly params: P; readonly result: R };
}

/** A notification that the broker sends to its clients; `P` its params. */
export interface NotificationMethod<P> {
  readonly kind: 'notification';
  readonly method: string;
  /** Only carries the type; never present at run time. */
  readonly types?: { readonly params: P };
}

export type ParamsOf<M> =
  M extends RequestMethod<infer P, unknown> ? P : M extends NotificationMethod<infer P> ? P : never;

export type ResultOf<M> =
  M extends RequestMethod<never, infer R> ? R : M extends RequestMethod<infer _P, infer R> ? R : never;

/** Declares a request; the method name is `queueside/<subject>/<verb>`. */
export function request<P, R>(method: string): RequestMethod<P, R> {
  return { kind: 'request', method };
}

/** Declares a notification; the method name is `queueside/<subject>/<past tense>`. */
export function notification<P>(method: string): NotificationMethod<P> {
  return { kind: 'notification', method };
}

/** For requests without params. JSON-RPC wants an object. */
export type NoParams = Record<string, never>;
