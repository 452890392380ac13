import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLOSED_ANSWER_HEADERS } from './answerHeaders.ts';

/** How long a peer may take to read the last answer on its connection, ms. */
const LINGER_MS = 2_000;

/** An answer to what never became a request of the HTTP server: broken ones, and refused upgrades. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Raw header pairs. */
  readonly extra?: readonly string[];
}

/**
 * Answers, and ends the connection: no other code uses such connections anymore. A peer that keeps its side open, or
 * does not read, is cut off after {@link LINGER_MS}; to destroy the connection at once would take the answer from a peer
 * that is still sending. Does nothing when the connection was answered before.
 */
export function answerAndEnd(stream: Duplex, { status, contentType, body, extra = [] }: RawAnswer): void {
  if (stream.writableEnded) return;
  if (!stream.writable) {
    stream.destroy();
    return;
  }
  const timer = setTimeout(() => stream.destroy(), LINGER_MS);
  timer.unref();
  stream.once('close', () => clearTimeout(timer));
  stream.on('error', () => stream.destroy());
  const pairs = [
    'Connection',
    'close',
    'Content-Type',
    contentType,
    'Content-Length',
    String(Buffer.byteLength(body)),
    ...CLOSED_ANSWER_HEADERS,
    ...extra,
  ];
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (let index = 0; index < pairs.length; index += 2) head += `${pairs[index]}: ${pairs[index + 1]}\r\n`;
  stream.end(`${head}\r\n${body}`);
  // What still comes is read and thrown away, so that the end of the connection is noticed.
  stream.resume();
}
