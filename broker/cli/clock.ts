import { once } from 'node:events';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { WebSocket } from 'ws';
import { SocketMessageReader, SocketMessageWriter } from '../control/channel/transport.ts';
import {
  advanceClock,
  advanceClockToNext,
  type ClockState,
  getClock,
  resetClock,
} from '../protocol/clock.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { CLOCK_HELP, type ClockRequest, readClockCommand } from './clockOptions.ts';

const EXIT_OPTIONS = 2;
/** The broker is not there, or refused. */
const EXIT_FAILED = 1;

/** `queueside clock`: one call on the control channel; returns the exit code. */
export async function runClock(argv: readonly string[], token: string | undefined): Promise<number> {
  const command = readClockCommand(argv, token);
  switch (command.kind) {
    case 'help':
      process.stdout.write(CLOCK_HELP);
      return 0;
    case 'refused':
      process.stderr.write(`queueside clock: ${command.reason}\n`);
      return EXIT_OPTIONS;
    case 'run':
      try {
        const state = await callBroker(command.control, command.token, command.request);
        process.stdout.write(`${JSON.stringify(state)}\n`);
        return 0;
      } catch (error) {
        process.stderr.write(`queueside clock: ${(error as Error).message}\n`);
        return EXIT_FAILED;
      }
  }
}

async function callBroker(control: string, token: string, request: ClockRequest): Promise<ClockState> {
  const socket = new WebSocket(control, {
    headers: { Authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  connection.listen();
  try {
    const capabilities = { experimental: { queuesideProtocol: PROTOCOL_VERSION } };
    await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
    return await moveClock(connection, request);
  } finally {
    connection.dispose();
    socket.close();
  }
}

function moveClock(connection: MessageConnection, request: ClockRequest): Promise<ClockState> {
  switch (request.do) {
    case 'show':
      return connection.sendRequest(getClock.method, {});
    case 'advance':
      return connection.sendRequest(advanceClock.method, { byMs: request.byMs });
    case 'next':
      return connection.sendRequest(advanceClockToNext.method, {});
    case 'reset':
      return connection.sendRequest(resetClock.method, {});
  }
}
