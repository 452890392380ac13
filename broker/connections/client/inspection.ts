import type { Place } from '../place.ts';
import { GuardedHandler } from './guardedHandler.ts';
import { INSPECTION_STYLES, type InspectedMessage, type InspectionStyle } from './inspectionStyles.ts';

/** A queue as its endpoint lists it. */
export interface InspectedQueue {
  readonly name: string;
  readonly url: string;
}

/** The response is none of the documented ones: the endpoint has no such path, or does something else there. */
export class NotInspectableError extends Error {
  override readonly name = 'NotInspectableError';
}

/** What failures of it are called by: it receives nothing, and is no action of the service. */
export const INSPECTION_NAME = 'Inspect';

/**
 * Reads the messages of a queue by the path that an emulator has for developers: nothing is received, hidden or counted. It is no
 * call of Amazon SQS, so it is not signed, and no key leaves.
 * @param signal cancels it
 * @throws NotInspectableError, and what failed on the way
 */
export async function inspectMessages(
  place: Place,
  style: InspectionStyle,
  queue: InspectedQueue,
  signal: AbortSignal,
): Promise<readonly InspectedMessage[]> {
  const { path, read } = INSPECTION_STYLES[style];
  const url = new URL(path(queue), `${place.endpoint}/`);
  const { origin } = new URL(place.endpoint);
  const handler = new GuardedHandler((target) => target.origin === origin);
  try {
    const request = {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, accept: 'application/json' },
    };
    const { response } = await handler.handle(request as unknown as Parameters<GuardedHandler['handle']>[0], {
      abortSignal: signal,
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response.body as AsyncIterable<Buffer>) chunks.push(chunk);
    const messages =
      response.statusCode === 200 ? read(parse(Buffer.concat(chunks).toString('utf8'))) : undefined;
    if (messages === undefined) throw new NotInspectableError(String(response.statusCode));
    return listNamed(messages);
  } finally {
    handler.destroy();
  }
}

/** Each ID once, and none without one: rows, searches and documents go by it. */
function listNamed(messages: readonly InspectedMessage[]): readonly InspectedMessage[] {
  const byId = new Map<string, InspectedMessage>();
  for (const message of messages)
    if (message.messageId !== '' && !byId.has(message.messageId)) byId.set(message.messageId, message);
  return [...byId.values()];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
