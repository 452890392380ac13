import {
  Agent as PlainAgent,
  type ClientRequest,
  type IncomingMessage,
  request as requestPlain,
} from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { AnswerTooLargeError, CALL_LIMITS } from '../connections/callBounds.ts';
import type { Schedule } from '../time/schedule.ts';
import type { AnswerRoom } from './answerRoom.ts';
import { authorizeToProxy, findProxy, type ProxyVariables } from './proxies.ts';
import { ProxiedAgent } from './proxiedAgent.ts';

/** A request as it leaves. */
export interface UpstreamRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A whole response. */
export interface UpstreamAnswer {
  readonly ok: true;
  readonly status: number;
  /** Names and values, in turn. */
  readonly rawHeaders: readonly string[];
  readonly contentType: string;
  /** Epoch ms, by the endpoint's `Date`; undefined without one. */
  readonly serverTime: number | undefined;
  readonly body: Buffer;
  /** Gives back the memory that the body has. To be called once the body is handed on. */
  release(): void;
}

/** There is no response, or not a whole one. */
export interface UpstreamFailure {
  readonly ok: false;
  readonly error: Error;
  /** The endpoint may have got the request: whether it had an effect is unknown. */
  readonly wasSent: boolean;
}

export interface UpstreamPorts {
  readonly schedule: Schedule;
  readonly room: AnswerRoom;
  /** Absent: the endpoint is called directly. */
  readonly proxies?: ProxyVariables | undefined;
}

/** Calls that wait for the endpoint at once; the rest are rejected. */
export const MAXIMUM_CALLS = 4096;
/** A response that is shorter needs no room. */
const SMALL_BYTES = 65_536;
const IDLE_CONNECTIONS = 64;
/** Servers close idle connections after this or more; a request that meets such an end would fail. */
const IDLE_MS = 15_000;
/** For a whole response whose client reads it. */
const BODY_MS = 120_000;

/**
 * The endpoint of a connection. Each request is sent once, to this endpoint whatever it says, and no redirect is followed. Responses
 * are read whole, so that a program gets all of one or an error.
 */
export class Upstream {
  private readonly options: ReturnType<typeof urlToHttpOptions>;
  private readonly isSecure: boolean;
  private readonly agent: PlainAgent;
  /** A proxy of HTTP is told which server a call is for; one of HTTPS only sees a tunnel. */
  private readonly pathPrefix: string;
  private readonly proxyHeaders: Readonly<Record<string, string>> | undefined;
  private readonly ports: UpstreamPorts;
  private readonly calls = new Set<ClientRequest>();

  constructor(endpoint: string, ports: UpstreamPorts) {
    const url = new URL(endpoint);
    this.isSecure = url.protocol === 'https:';
    const { proxies = {} } = ports;
    const proxy = this.isSecure ? undefined : findProxy(url, proxies);
    const { hostname, port } = urlToHttpOptions(proxy ?? url);
    this.options = { hostname, port };
    this.pathPrefix = proxy === undefined ? '' : url.origin;
    this.proxyHeaders = proxy === undefined ? undefined : authorizeToProxy(proxy);
    const options = {
      keepAlive: true,
      maxFreeSockets: IDLE_CONNECTIONS,
      scheduling: 'lifo',
      timeout: IDLE_MS,
    } as const;
    this.agent = this.isSecure ? new ProxiedAgent(proxies, options) : new PlainAgent(options);
    this.ports = ports;
  }

  get callCount(): number {
    return this.calls.size;
  }

  get isFull(): boolean {
    return this.calls.size >= MAXIMUM_CALLS;
  }

  /**
   * @param mayTake whether the client may be given a long response; asked again when the room is
   * @param done called once, unless the call is given up
   * @returns gives up the call: its connection is closed
   */
  send(
    { body, method, path, headers }: UpstreamRequest,
    mayTake: () => boolean,
    done: (result: UpstreamAnswer | UpstreamFailure) => void,
  ): () => void {
    const call = (this.isSecure ? requestSecure : requestPlain)({
      ...this.options,
      method,
      path: this.pathPrefix + path,
      headers: this.proxyHeaders === undefined ? headers : { ...headers, ...this.proxyHeaders },
      agent: this.agent,
    });
    this.calls.add(call);
    let wasSent = false;
    let isOver = false;
    let stopWaiting: () => void = () => undefined;
    const end = (): boolean => {
      if (isOver) return false;
      isOver = true;
      stopWaiting();
      this.calls.delete(call);
      return true;
    };
    const fail = (error: Error): void => {
      if (!end()) return;
      call.destroy();
      done({ ok: false, error, wasSent });
    };
    const wait = (ms: number): void => {
      // A connection may be ready just when the call was given up.
      if (isOver) return;
      stopWaiting();
      stopWaiting = this.ports.schedule(ms, () => fail(new TimeoutError()));
    };
    wait(CALL_LIMITS.connectMs);
    call.on('error', fail);
    call.once('socket', (socket: Socket) => {
      const onReady = (): void => {
        wasSent = true;
        wait(CALL_LIMITS.answerMs);
      };
      if (call.reusedSocket || !(socket.connecting || this.isSecure)) onReady();
      else socket.once(this.isSecure ? 'secureConnect' : 'connect', onReady);
    });
    call.once('response', (response: IncomingMessage) => {
      wait(BODY_MS);
      const giveUpReading = readBody(response, this.ports.room, mayTake, {
        // A client that does not read stops the time as well.
        onWait: () => stopWaiting(),
        onRead: () => wait(BODY_MS),
        onFailure: fail,
        onBody: (answerBody, release) => {
          if (end()) done(describe(response, answerBody, release));
          else release();
        },
      });
      call.once('close', giveUpReading);
    });
    // Node writes a text of one byte for each character in one piece with the head.
    if (body.length < SMALL_BYTES) call.end(body.toString('latin1'), 'latin1');
    else call.end(body);
    return () => {
      if (end()) call.destroy();
    };
  }

  close(): void {
    for (const call of this.calls) call.destroy(new Error('The gateway ends.'));
    this.agent.destroy();
  }
}

/** The endpoint did not respond in time. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

function describe(response: IncomingMessage, body: Buffer, release: () => void): UpstreamAnswer {
  const { statusCode = 0, rawHeaders, headers } = response;
  const serverTime = Date.parse(headers.date ?? '');
  return {
    ok: true,
    status: statusCode,
    rawHeaders,
    contentType: headers['content-type'] ?? '',
    serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
    body,
    release,
  };
}

interface BodyPorts {
  /** There is no room: nothing is read now. */
  onWait(): void;
  onRead(): void;
  onFailure(error: Error): void;
  onBody(body: Buffer, release: () => void): void;
}

/** @returns gives up reading, and gives back what it holds; nothing once the body was handed on */
function readBody(
  response: IncomingMessage,
  room: AnswerRoom,
  mayTake: () => boolean,
  ports: BodyPorts,
): () => void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let release: () => void = () => undefined;
  let giveUpWish: (() => void) | undefined;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > CALL_LIMITS.answerBytes) ports.onFailure(new AnswerTooLargeError());
    else if (bytes > SMALL_BYTES && giveUpWish === undefined) askForRoom();
  });
  response.once('error', (error) => ports.onFailure(error));
  response.once('end', () => {
    const handOver = release;
    release = () => undefined;
    ports.onBody(Buffer.concat(chunks, bytes), handOver);
  });
  const askForRoom = (): void => {
    const declared = Number(response.headers['content-length'] ?? CALL_LIMITS.answerBytes);
    let isGiven = false;
    giveUpWish = () => undefined;
    response.pause();
    giveUpWish = room.take(Math.min(declared, CALL_LIMITS.answerBytes), mayTake, (giveBack) => {
      release = giveBack;
      isGiven = true;
      ports.onRead();
      response.resume();
    });
    if (!isGiven) ports.onWait();
  };
  return () => {
    giveUpWish?.();
    release();
    release = () => undefined;
  };
}
