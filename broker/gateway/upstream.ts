import type { Schedule } from '../time/schedule.ts';
import type { AnswerRoom } from './answerRoom.ts';
import { Dialer } from './dialer.ts';
import { IdleConnections } from './idleConnections.ts';
import type { ProxyVariables } from './proxies.ts';
import { UpstreamCall } from './upstreamCall.ts';
import { UpstreamConnection, type UpstreamRequest, writeHead } from './upstreamConnection.ts';

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

/**
 * The endpoint of a connection. Each request is sent once, to this endpoint whatever it says, and no redirect is followed. Responses
 * are read whole, so that a program gets all of one or an error.
 */
export class Upstream {
  private readonly dialer: Dialer;
  private readonly ports: UpstreamPorts;
  private readonly calls = new Set<UpstreamCall>();
  private readonly idle = new IdleConnections();

  constructor(endpoint: string, ports: UpstreamPorts) {
    this.dialer = new Dialer(new URL(endpoint), ports.proxies ?? {});
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
    request: UpstreamRequest,
    mayTake: () => boolean,
    done: (result: UpstreamAnswer | UpstreamFailure) => void,
  ): () => void {
    const { pathPrefix, proxyHeaders } = this.dialer;
    const head = writeHead(request, pathPrefix, proxyHeaders);
    const connection = this.idle.take() ?? new UpstreamConnection(this.dialer, this.idle);
    const call = new UpstreamCall(connection, this.ports, mayTake, (result) => {
      this.calls.delete(call);
      if (result !== undefined) done(result);
    });
    this.calls.add(call);
    connection.send(request.method, head, request.body, call);
    return () => call.giveUp();
  }

  close(): void {
    for (const call of this.calls) call.onFailure(new Error('The gateway ends.'));
    this.idle.close();
  }
}
