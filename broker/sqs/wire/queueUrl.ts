/** What a queue URL names. */
export interface QueueAddress {
  /** Absent in a bare queue name: the caller's own account. */
  readonly account?: string;
  readonly name: string;
}

const QUEUE_PATH = /^\/(\d{12})\/([A-Za-z0-9_-]{1,80}(?:\.fifo)?)\/?$/;
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}(?:\.fifo)?$/;
/** A scheme and an authority, or just the scheme-less rest. */
const SCHEME_AND_HOST = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/;

/** A program calls few queues many times; so many URLs are remembered before all are forgotten. */
const REMEMBERED_URLS = 1024;
const remembered = new Map<string, QueueAddress | undefined>();
/** Longer than any that names a queue. */
const MAXIMUM_URL_LENGTH = 2048;

/**
 * Reads the QueueUrl of a request: only the last two segments of its path matter, whatever its scheme and host, and a
 * bare queue name stands for a queue of the caller. Undefined for nonsense.
 */
export function parseQueueUrl(url: string): QueueAddress | undefined {
  const known = remembered.get(url);
  if (known !== undefined || url.length > MAXIMUM_URL_LENGTH) return known;
  const address = readQueueUrl(url);
  if (remembered.size >= REMEMBERED_URLS) remembered.clear();
  remembered.set(url, address);
  return address;
}

function readQueueUrl(url: string): QueueAddress | undefined {
  if (!url.includes('/')) return QUEUE_NAME.test(url) ? { name: url } : undefined;
  const path = url.replace(SCHEME_AND_HOST, '');
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  const name = trimmed.lastIndexOf('/');
  const account = trimmed.lastIndexOf('/', name - 1);
  if (name <= 0) return undefined;
  return parseQueuePath(`/${trimmed.slice(account + 1)}`);
}

/** Reads the path that a request was sent to; undefined when it is not a queue's. */
export function parseQueuePath(path: string): QueueAddress | undefined {
  const [, account, name] = QUEUE_PATH.exec(path) ?? [];
  return account === undefined || name === undefined ? undefined : { account, name };
}

/** The URL under which the client that sent this Host header reaches the queue. */
export function formatQueueUrl(
  origin: string,
  queue: { readonly account: string; readonly name: string },
): string {
  return `${origin}/${queue.account}/${queue.name}`;
}
