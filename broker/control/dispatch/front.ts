import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { nanoid } from 'nanoid';
import type { NotificationMethod } from '../../protocol/method.ts';
import { answerAndEnd } from '../../calls/rawAnswer.ts';
import { type AdmissionRules, type Refusal, refuseUpgrade } from '../channel/admission.ts';
import type { ConnectPorts } from '../channel/connect.ts';
import type { Session } from '../channel/session.ts';
import type { MethodTable } from './methodTable.ts';

export interface ControlFrontOptions extends Omit<ConnectPorts, 'answer' | 'onOpen' | 'onClose'> {
  readonly methods: MethodTable;
  readonly admission: AdmissionRules;
  /** Called when a connection was accepted. */
  onSessionOpened(): void;
  /** Called when a connection has ended, after its session was disposed. */
  onSessionClosed(session: Session): void;
}

/** RFC 6455: the server is going down. */
const GOING_AWAY = 1001;

/** The WebSocket side of the broker's port: accepts clients and keeps the list of connections. */
export class ControlFront {
  private readonly options: ControlFrontOptions;
  private readonly sessions = new Set<Session>();
  /** Accepted connections whose sessions do not exist yet. */
  private openingCount = 0;
  private countListener: () => void = () => undefined;
  private isClosed = false;

  constructor(options: ControlFrontOptions) {
    this.options = options;
  }

  get sessionCount(): number {
    return this.sessions.size + this.openingCount;
  }

  /** Callbacks for connected and disconnected clients. */
  onSessionCount(listener: () => void): void {
    this.countListener = listener;
  }

  /** To be called for every `upgrade` event of the HTTP server. */
  handleUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // A peer that resets the connection while it is being looked at must not end the process.
    stream.on('error', () => stream.destroy());
    const refusal = this.isClosed
      ? ({ status: 503, reason: 'The broker is shutting down.' } as const)
      : refuseUpgrade(request, this.options.admission, this.sessionCount);
    if (refusal === undefined) void this.open(request, stream, head);
    else answerRefusal(stream, refusal);
  }

  /** Sends to every open session. */
  broadcast<P>(method: NotificationMethod<P>, params: P): void {
    for (const session of this.sessions) session.notify(method, params);
  }

  /** The sessions that take notifications now. */
  get openSessions(): readonly Session[] {
    return [...this.sessions].filter((session) => session.isOpen);
  }

  /** Rejects new connections and closes existing ones. */
  close(): void {
    this.isClosed = true;
    for (const session of this.sessions) session.close(GOING_AWAY, 'the broker is shutting down');
  }

  /** Ends the connections that did not close by themselves. */
  terminate(): void {
    for (const session of this.sessions) session.terminate();
  }

  private async open(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    this.openingCount++;
    try {
      // Loaded on the first connection: ws and vscode-jsonrpc would take a third of the broker's start.
      const { connect } = await import('../channel/connect.ts');
      const { answerRequest } = await import('./dispatch.ts');
      const { methods } = this.options;
      connect(request, stream, head, nanoid(8), {
        ...this.options,
        answer: (session, method, params) => answerRequest(methods, session, method, params),
        onOpen: (session) => this.add(session),
        onClose: (session) => this.remove(session),
      });
    } catch (error) {
      this.options.log(`control: ${error instanceof Error ? error.stack : String(error)}`);
      stream.destroy();
    } finally {
      this.openingCount--;
    }
  }

  private add(session: Session): void {
    this.sessions.add(session);
    this.options.onSessionOpened();
    this.countListener();
    if (this.isClosed) session.close(GOING_AWAY, 'the broker is shutting down');
  }

  private remove(session: Session): void {
    this.sessions.delete(session);
    this.options.onSessionClosed(session);
    this.countListener();
  }
}

function answerRefusal(stream: Duplex, { status, reason }: Refusal): void {
  answerAndEnd(stream, { status, contentType: 'text/plain; charset=utf-8', body: `${reason}\n` });
}
