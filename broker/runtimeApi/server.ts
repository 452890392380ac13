import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answerAndEnd } from '../calls/rawAnswer.ts';
import { BodyRequest } from '../http/bodyRequest.ts';
import { statusOfBroken } from '../http/brokenRequest.ts';
import type { GuardRules } from '../http/guard.ts';
import { answerRefusal, refusalText } from './answers.ts';
import { RuntimeConnection } from './connection.ts';
import { RuntimeLife } from './runtimeLife.ts';
import { serveRuntime } from './listener.ts';
import { INTERNAL, type Refusal, refusal, TRUNCATED } from './refusals.ts';
import { RUNTIME_LIMITS } from './runtimeLimits.ts';
import type { RuntimeEvents, RuntimeInvocation, RuntimeSeat } from '../functions/seat.ts';

/** How long a request head may take to come, ms. */
export interface HeadTimes {
  readonly headersTimeout: number;
  /** How often connections are looked at for it. */
  readonly connectionsCheckingInterval: number;
}

const HEAD_TIMES: HeadTimes = {
  headersTimeout: RUNTIME_LIMITS.headersTimeoutMs,
  // As seldom as that: there may be a thousand ports, which cost next to nothing while they wait.
  connectionsCheckingInterval: RUNTIME_LIMITS.headersTimeoutMs,
};

const SERVER_OPTIONS = {
  IncomingMessage: BodyRequest,
  keepAlive: true,
  // A handler may be stopped at a breakpoint for days, and its runtime counts on the connection.
  keepAliveTimeout: 0,
  // So may one that is sending its response.
  requestTimeout: 0,
  maxHeaderSize: RUNTIME_LIMITS.headerBytes,
  noDelay: true,
  // The guard asks for the Host header, and answers as all else is answered.
  requireHostHeader: false,
} as const;

/** What all ports of a broker share. */
export interface RuntimePorts {
  readonly guard: GuardRules;
  /** An exception is a defect of this program. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Opens the Runtime API of one environment on a port of 127.0.0.1 that no other has: the port is what tells its function.
 * Rejects with Node's error when none can be bound.
 */
export async function openSeat(
  ports: RuntimePorts,
  events: RuntimeEvents,
  times: HeadTimes = HEAD_TIMES,
): Promise<RuntimeSeat> {
  const port = new RuntimePort(ports, events, times);
  await port.listen();
  return port;
}

class RuntimePort implements RuntimeSeat {
  port = 0;
  private readonly server: Server;
  private readonly life: RuntimeLife;
  private readonly connections = new WeakMap<Socket, RuntimeConnection>();
  private readonly onDefect: (error: unknown) => void;

  constructor({ guard, onDefect }: RuntimePorts, events: RuntimeEvents, times: HeadTimes) {
    this.life = new RuntimeLife(events);
    this.onDefect = onDefect;
    const front = { life: this.life, guard, onDefect };
    this.server = createServer({ ...SERVER_OPTIONS, ...times }, (request, response) => {
      serveRuntime(front, this.connectionOf(request.socket), request, response);
    });
    this.server.maxConnections = RUNTIME_LIMITS.connections;
    // One more than is allowed, by which the guard knows a request that has too many.
    this.server.maxHeadersCount = RUNTIME_LIMITS.headerCount + 1;
    this.server.on('clientError', (error, socket) => this.answerBroken(error, socket as Socket));
    this.server.on('checkExpectation', answerExpectation);
  }

  async listen(): Promise<void> {
    const { server } = this;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port: 0 }, () => {
        server.off('error', reject);
        server.on('error', this.onDefect);
        resolve();
      });
    });
    this.port = (server.address() as AddressInfo).port;
  }

  handOver(invocation: RuntimeInvocation): void {
    this.life.handOver(invocation);
  }

  close(): Promise<void> {
    this.life.close();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private connectionOf(socket: Socket): RuntimeConnection {
    const known = this.connections.get(socket);
    if (known !== undefined) return known;
    const connection = new RuntimeConnection(socket);
    this.connections.set(socket, connection);
    socket.once('close', () => this.forget(connection));
    return connection;
  }

  private forget(connection: RuntimeConnection): void {
    try {
      this.life.closeClient(connection, connection.unfinishedId);
    } catch (error) {
      this.onDefect(error);
    }
  }

  private answerBroken(error: Error & { readonly code?: string }, socket: Socket): void {
    const status = statusOfBroken(error, socket);
    if (status === undefined) return;
    if (status === 500) this.onDefect(error);
    // Behind a `next` that waits, no answer can arrive.
    if (this.connections.get(socket)?.isWaiting === true) socket.destroy();
    else {
      const body = refusalText(refusalOfBroken(status, error.code));
      answerAndEnd(socket, { status, contentType: 'application/json', body });
    }
  }
}

function refusalOfBroken(status: number, code: string | undefined): Refusal {
  if (status === 500) return INTERNAL;
  if (code === 'HPE_INVALID_EOF_STATE') return TRUNCATED;
  return refusal(status, 'BadRequest', STATUS_CODES[status] ?? '');
}

/** What a client expects beside `100-continue`, nothing here can do. */
function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const refused = refusal(417, 'ExpectationFailed', 'Nothing can be expected but 100-continue.');
  answerRefusal(response, refused, ['Connection', 'close']);
}
