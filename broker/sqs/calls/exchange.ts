import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { CLOSED_ANSWER_HEADERS } from '../../calls/answerHeaders.ts';
import { writeWhole } from '../../http/writeWhole.ts';
import { type Connection, connectionOf } from './connection.ts';
import { SERVER_LIMITS } from './config.ts';
import { createRequestId } from '../../calls/requestId.ts';

/** One HTTP request and its one answer. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId = createRequestId();
  readonly connection: Connection;
  /** From performance.now(), ms. */
  readonly startedAt = performance.now();
  /** The allowed web page that is asking, if one is. */
  readonly corsOrigin: string | undefined;
  private reservedBytes = 0;

  constructor(request: IncomingMessage, response: ServerResponse, corsOrigin: string | undefined) {
    this.request = request;
    this.response = response;
    this.corsOrigin = corsOrigin;
    this.connection = connectionOf(request.socket);
    this.connection.expect(request, response);
  }

  /** Scheme and host as the client wrote them, for the queue URLs that it gets. */
  get origin(): string {
    const isSecure = (this.request.socket as Partial<TLSSocket>).encrypted === true;
    return `${isSecure ? 'https' : 'http'}://${this.request.headers.host ?? 'localhost'}`;
  }

  /** The client has closed the connection, or already has its response. */
  get isOver(): boolean {
    return this.response.writableEnded || this.response.destroyed;
  }

  /** Closes the connection without an answer. */
  drop(): void {
    this.response.destroy();
  }

  /** Counts a response before it is written, because its text is already in memory. */
  reserve(bytes: number): void {
    if (bytes < SERVER_LIMITS.countedAnswerBytes) return;
    this.reservedBytes = bytes;
    this.connection.count(bytes);
  }

  /**
   * Responds with a Content-Length, so that a response is never chunked. A text goes out in one
   * write with its head, and one that is ASCII without being encoded. Does nothing once the exchange is over.
   * @param extra raw header pairs: name, value, name, value, …
   */
  answer(status: number, contentType: string, body: string | Uint8Array, extra?: readonly string[]): void {
    if (this.isOver) return;
    const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
    const encoding = bytes === body.length ? 'latin1' : 'utf8';
    const headers = ['x-amzn-RequestId', this.requestId, 'Content-Type', contentType];
    if (extra !== undefined) headers.push(...extra);
    this.write(status, headers, body, bytes, encoding);
  }

  /**
   * Passes on the response of another server, as {@link answer} answers.
   * @param headers raw pairs, without Content-Length
   */
  pass(status: number, headers: readonly string[], body: Buffer): void {
    if (this.isOver) return;
    const { length } = body;
    // A text of one byte for each character goes out in one write with its head.
    const given = length < SERVER_LIMITS.smallUnreadBytes ? body.toString('latin1') : body;
    this.write(status, headers, given, length, 'latin1');
  }

  private write(
    status: number,
    first: readonly string[],
    body: string | Uint8Array,
    bytes: number,
    encoding: 'latin1' | 'utf8',
  ): void {
    const headers = [...first, 'Content-Length', String(bytes), ...CLOSED_ANSWER_HEADERS];
    if (this.corsOrigin !== undefined) {
      headers.push('Access-Control-Allow-Origin', this.corsOrigin, 'Vary', 'Origin');
      headers.push('Access-Control-Expose-Headers', 'x-amzn-RequestId,x-amzn-query-error');
    }
    this.response.writeHead(status, headers);
    writeWhole(this.response, body, encoding, this.countAnswer(bytes));
  }

  /** @returns to be called when the system has taken the whole answer; undefined for one that is too small to count */
  private countAnswer(bytes: number): (() => void) | undefined {
    if (this.reservedBytes === 0 && bytes < SERVER_LIMITS.countedAnswerBytes) return undefined;
    this.connection.count(bytes - this.reservedBytes);
    return () => this.connection.release(bytes);
  }
}
