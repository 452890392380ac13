import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { WebSocket } from 'ws';
import { SocketMessageReader, SocketMessageWriter } from '../control/channel/transport.ts';
import {
  advanceClock,
  advanceClockToNext,
  type ClockState,
  forecastJump,
  getClock,
  type JumpForecast,
  type JumpTarget,
  resetClock,
  undoAdvance,
  type UndoneAdvance,
} from '../protocol/clock.ts';
import { getStorage, type StorageState } from '../protocol/storage.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { CLOCK_HELP, type ClockRequest, readClockCommand } from './clockOptions.ts';

const EXIT_OPTIONS = 2;
/** The broker does not run, or rejected the call. */
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
        const answer = await callBroker(command.control, command.token, (connection) =>
          moveClock(connection, command.request, command.isAgreed),
        );
        process.stdout.write(`${JSON.stringify(answer)}\n`);
        return 0;
      } catch (error) {
        process.stderr.write(`queueside clock: ${(error as Error).message}\n`);
        return EXIT_FAILED;
      }
  }
}

async function callBroker<T>(
  control: string,
  token: string,
  run: (connection: MessageConnection) => Promise<T>,
): Promise<T> {
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
    return await run(connection);
  } finally {
    connection.dispose();
    socket.close();
  }
}

async function moveClock(
  connection: MessageConnection,
  request: ClockRequest,
  isAgreed: boolean,
): Promise<ClockState | UndoneAdvance> {
  switch (request.do) {
    case 'show':
      return connection.sendRequest(getClock.method, {});
    case 'advance':
      if (!isAgreed) await agree(connection, { byMs: request.byMs });
      return connection.sendRequest(advanceClock.method, { byMs: request.byMs });
    case 'next':
      if (!isAgreed) await agree(connection, {});
      return connection.sendRequest(advanceClockToNext.method, {});
    case 'undo': {
      const { undoableAdvances }: StorageState = await connection.sendRequest(getStorage.method, {});
      const newest = undoableAdvances.at(-1);
      if (newest === undefined) throw new Error('there is no advance to undo');
      return connection.sendRequest(undoAdvance.method, { jump: newest.jump });
    }
    case 'reset':
      return connection.sendRequest(resetClock.method, {});
  }
}

/**
 * Asks at a terminal before messages expire; without a terminal, `--yes` is required. Throws if the user does not
 * agree.
 */
async function agree(connection: MessageConnection, target: JumpTarget): Promise<void> {
  const forecast: JumpForecast = await connection.sendRequest(forecastJump.method, target);
  if (forecast.ending.length === 0) return;
  const warning = describeForecast(forecast);
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new Error(`${warning} Nothing was done. Use --yes to advance anyway`);
  }
  const asker = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asker.question(`${warning} Continue? [y/N] `);
  asker.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error('nothing was done');
}

function describeForecast({ ending, undoMs }: JumpForecast): string {
  const count = ending.reduce((sum, { messages }) => sum + messages, 0);
  const list = ending.map(({ queueArn, messages }) => `${messages} in ${queueArn}`).join(', ');
  const undo =
    undoMs === undefined
      ? 'You cannot undo this.'
      : `You can undo this for ${countOf(Math.floor(undoMs / 60_000), 'minute')} with "queueside clock undo".`;
  return `${countOf(count, 'message')} will expire: ${list}. ${undo}`;
}

function countOf(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
