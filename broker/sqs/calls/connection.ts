import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { fail } from '../../engine/base/result.ts';
import { SERVER_LIMITS } from './config.ts';

/** The response to calls with large responses while other clients leave theirs unread. */
export const UNREAD = fail('ServiceUnavailable', 'Too many answers wait to be read by their clients.');

/** Bytes of answers that all clients together have not read. */
let unreadBytesOfAll = 0;
/** Connections whose long polls were passed over because their clients do not read. */
const passedOver = new Set<Connection>();

/**
 * What the broker keeps for one connection of a client. A client that does not read its answers is answered no more:
 * its next calls are held before they begin, and its long polls are handed no message. Node stops reading a connection
 * whose answers wait, but only at the next piece that comes, and one piece holds hundreds of calls.
 */
export class Connection {
  /** Lets long polls look again; set by the first that waits here. */
  wake: (() => void) | undefined;
  private readonly socket: Socket;
  private lastRequest: IncomingMessage | undefined;
  private lastResponse: ServerResponse | undefined;
  private responseBefore: ServerResponse | undefined;
  private unreadBytes = 0;
  private held: (() => void)[] = [];
  private isClosed = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.once('close', () => this.close());
  }

  /** Whether a call may begin whose answer may be large. */
  get hasRoom(): boolean {
    const { unreadBytes } = this;
    if (unreadBytes === 0) return true;
    return (
      unreadBytes + SERVER_LIMITS.answerBytes <= SERVER_LIMITS.unreadBytes &&
      (unreadBytes < SERVER_LIMITS.smallUnreadBytes || !isFull())
    );
  }

  /** Whether a long poll may be handed messages; if not, it is woken when that changes. */
  mayTake(): boolean {
    if (this.hasRoom && !isFull()) return true;
    passedOver.add(this);
    return false;
  }

  /** Runs a call: now, or when the client has read what it was answered before. */
  run(call: () => void): void {
    if (this.held.length === 0 && this.hasRoom) call();
    else {
      // Node reads on at the end of each request, so that a pause in the middle of one would not last.
      if (this.held.length === 0) setImmediate(() => this.stopReading());
      this.held.push(call);
    }
  }

  /** A request came, and this is what it will be answered with. */
  expect(request: IncomingMessage, response: ServerResponse): void {
    this.responseBefore = this.lastResponse;
    this.lastRequest = request;
    this.lastResponse = response;
  }

  /** Calls back when all requests that came whole are answered. Never when the client goes away before. */
  onceAnswered(then: () => void): void {
    const { lastRequest, lastResponse, responseBefore } = this;
    // A request that was cut off in its body gets no response of its own, unless it already has one.
    const isWhole = lastRequest?.complete === true || lastResponse?.writableEnded === true;
    const last = isWhole ? lastResponse : responseBefore;
    if (last === undefined || last.writableFinished) then();
    else last.once('finish', then);
  }

  /** Counts bytes that the client is to read; negative: fewer than were counted before. */
  count(bytes: number): void {
    if (this.isClosed) return;
    this.unreadBytes += bytes;
    unreadBytesOfAll += bytes;
  }

  /** The client has read so many bytes. Runs calls that waited for that, so it must not be called in the middle of one. */
  release(bytes: number): void {
    this.count(-bytes);
    if (this.held.length > 0) this.runHeld();
    wakePassedOver();
  }

  private stopReading(): void {
    if (this.held.length === 0 || this.isClosed) return;
    this.socket.pause();
  }

  private runHeld(): void {
    while (this.held.length > 0 && this.hasRoom) this.held.shift()?.();
    // Where Node has stopped reading too, it continues when its own reason has ended.
    if (this.held.length === 0 && !isPausedByNode(this.socket)) this.socket.resume();
  }

  private close(): void {
    this.isClosed = true;
    this.held = [];
    passedOver.delete(this);
    unreadBytesOfAll -= this.unreadBytes;
    wakePassedOver();
  }
}

/** Whether answers that wait to be read have taken all the room there is for them. */
export function isFull(): boolean {
  return unreadBytesOfAll > SERVER_LIMITS.unreadBytesOfAll - SERVER_LIMITS.answerBytes;
}

function wakePassedOver(): void {
  if (passedOver.size === 0 || isFull()) return;
  for (const connection of passedOver) {
    if (!connection.hasRoom) continue;
    passedOver.delete(connection);
    connection.wake?.();
  }
}

/** Node's HTTP server notes on the socket that it has paused the parser; one that continues all the same ends the process. */
function isPausedByNode(socket: Socket): boolean {
  return Reflect.get(socket, '_paused') === true;
}

const connections = new WeakMap<Socket, Connection>();

export function connectionOf(socket: Socket): Connection {
  let connection = connections.get(socket);
  if (connection === undefined) {
    connection = new Connection(socket);
    connections.set(socket, connection);
  }
  return connection;
}
