import { createInterface } from 'node:readline/promises';
import { ControlClient } from '../client/controlClient.ts';
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
import { getStorage } from '../protocol/storage.ts';
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
        const client = await ControlClient.open(command.control, command.token);
        try {
          const answer = await moveClock(client, command.request, command.isAgreed);
          process.stdout.write(`${JSON.stringify(answer)}\n`);
        } finally {
          await client.close();
        }
        return 0;
      } catch (error) {
        process.stderr.write(`queueside clock: ${(error as Error).message}\n`);
        return EXIT_FAILED;
      }
  }
}

async function moveClock(
  client: ControlClient,
  request: ClockRequest,
  isAgreed: boolean,
): Promise<ClockState | UndoneAdvance> {
  switch (request.do) {
    case 'show':
      return client.request(getClock, {});
    case 'advance':
      if (!isAgreed) await agree(client, { byMs: request.byMs });
      return client.request(advanceClock, { byMs: request.byMs });
    case 'next':
      if (!isAgreed) await agree(client, {});
      return client.request(advanceClockToNext, {});
    case 'undo': {
      const { undoableAdvances } = await client.request(getStorage, {});
      const newest = undoableAdvances.at(-1);
      if (newest === undefined) throw new Error('there is no advance to undo');
      return client.request(undoAdvance, { jump: newest.jump });
    }
    case 'reset':
      return client.request(resetClock, {});
  }
}

/**
 * Asks at a terminal before messages expire; without a terminal, `--yes` is required. Throws if the user does not
 * agree.
 */
async function agree(client: ControlClient, target: JumpTarget): Promise<void> {
  const forecast = await client.request(forecastJump, target);
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
