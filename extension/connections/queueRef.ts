/** A queue, wherever it is: two connections may have queues with the same ARN. */
export interface QueueRef {
  readonly connectionId: string;
  readonly arn: string;
}

/** The broker of this workspace. */
export const LOCAL_CONNECTION = 'local';

/** The connection that a queue is on is part of URIs, whose authority knows no upper case. */
const CONNECTION_ID = /^[a-z][a-z0-9-]*$/;

export function isConnectionId(text: string): boolean {
  return CONNECTION_ID.test(text);
}

/** As text, for ids of rows and for webviews. A queue of the local broker is its ARN, as before there were connections. */
export function formatQueueRef({ connectionId, arn }: QueueRef): string {
  return connectionId === LOCAL_CONNECTION ? arn : `${connectionId}/${arn}`;
}

/** Reads what {@link formatQueueRef} wrote. */
export function parseQueueRef(text: string): QueueRef {
  const [, connectionId = LOCAL_CONNECTION, arn = text] = /^([a-z][a-z0-9-]*)\/(arn:.*)$/.exec(text) ?? [];
  return { connectionId, arn };
}

export function isQueueRef(value: unknown): value is QueueRef {
  if (typeof value !== 'object' || value === null) return false;
  const { connectionId, arn } = value as Readonly<Record<string, unknown>>;
  return typeof connectionId === 'string' && typeof arn === 'string';
}
