import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { createMessageConnection, ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { type WebSocket, WebSocketServer } from 'ws';
import { type JsonBounds, refuseJson } from '../../calls/jsonBounds.ts';
import { answerAndEnd } from '../../calls/rawAnswer.ts';
import { SocketMessageReader, SocketMessageWriter } from '../../socket/transport.ts';
import type { Schedule } from '../../time/schedule.ts';
import { type KeepAliveTimes, keepAlive } from './keepAlive.ts';
import { ReadGate } from './readGate.ts';
import { Session } from './session.ts';

/** Bodies go up to 1 MiB; in JSON, with every character escaped, that is 6 MiB. */
const MAXIMUM_FRAME_BYTES = 8 * 1_048_576;
/** Of one request: 1,000 sends of a replay with ten attributes each have fewer. */
const REQUEST_BOUNDS: JsonBounds = { members: 60_000, textBytes: Number.POSITIVE_INFINITY };
/** Bytes that may wait for a client. Requests wait long before; one that does not read its notifications is cut off. */
const MAXIMUM_UNREAD_BYTES = 16 * 1_048_576;

export interface ConnectPorts {
  /** Answers one request; throws a `ResponseError` for everything that is refused. */
  answer(session: Session, method: string, params: unknown): Promise<unknown>;
  readonly schedule: Schedule;
  readonly keepAlive: KeepAliveTimes;
  /** The log for the users who run the broker. */
  log(line: string): void;
  onOpen(session: Session): void;
  onClose(session: Session): void;
}

const sockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAXIMUM_FRAME_BYTES,
});

sockets.on('wsClientError', ({ message }: Error, stream: Duplex) => {
  answerAndEnd(stream, { status: 400, contentType: 'text/plain; charset=utf-8', body: `${message}\n` });
});

/** Completes an accepted upgrade, and serves the connection until it ends. */
export function connect(
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
  sessionId: string,
  ports: ConnectPorts,
): void {
  sockets.handleUpgrade(request, stream, head, (socket) => serve(socket, sessionId, ports));
}

function serve(socket: WebSocket, sessionId: string, ports: ConnectPorts): void {
  const reader = new SocketMessageReader(socket, {
    refuses: (text) => refuseJson(text, REQUEST_BOUNDS) !== undefined,
  });
  const gate = new ReadGate(socket);
  const writer = new SocketMessageWriter(socket, {
    maximumUnreadBytes: MAXIMUM_UNREAD_BYTES,
    onSent: () => gate.notice(),
  });
  const connection = createMessageConnection(reader, writer);
  const session = new Session(sessionId, {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    notify: (method, params) => {
      connection.sendNotification(method, params).catch(() => undefined);
    },
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  });
  keepAlive(socket, ports.schedule, ports.keepAlive);
  socket.on('close', () => {
    session.dispose();
    ports.onClose(session);
    connection.dispose();
  });
  connection.onError(([error]) => ports.log(`control ${sessionId}: ${error.message}`));
  connection.onRequest(async (method, params) => {
    try {
      await gate.enter();
      return await ports.answer(session, method, params);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      ports.log(`control ${sessionId}: ${method}: ${error instanceof Error ? error.stack : String(error)}`);
      throw new ResponseError(
        ErrorCodes.InternalError,
        l10n.t('{0} failed in the broker; its log says more.', method),
      );
    }
  });
  connection.onNotification((method) => {
    if (method === 'exit') socket.close(1000, 'exit');
  });
  ports.onOpen(session);
  connection.listen();
}
