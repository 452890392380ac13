import { createInterface } from 'node:readline/promises';
import * as l10n from '@vscode/l10n';
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
import { formatNumber } from '../language/numbers.ts';
import { getStorage } from '../protocol/storage.ts';
import { type ClockRequest, describeClock, readClockCommand } from './clockOptions.ts';

const EXIT_OPTIONS = 2;
/** The broker does not run, or rejected the call. */
const EXIT_FAILED = 1;

/** `queueside clock`: one call on the control channel; returns the exit code. */
export async function runClock(argv: readonly string[], token: string | undefined): Promise<number> {
  const command = readClockCommand(argv, token);
  switch (command.kind) {
    case 'help':
      process.stdout.write(describeClock());
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
      if (newest === undefined) throw new Error(l10n.t('no advance can be undone'));
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
    throw new Error(l10n.t('{0} Nothing was done. Use --yes to advance anyway.', warning));
  }
  const asker = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asker.question(`${l10n.t('{0} Continue? [y/N]', warning)} `);
  asker.close();
  if (!isYes(answer)) throw new Error(l10n.t('nothing was done'));
}

/** "y" and "yes" count in every language; a translation adds its own words. */
function isYes(answer: string): boolean {
  const words = l10n.t('y, yes').split(',');
  return ['y', 'yes', ...words].some((word) => word.trim() === answer.trim().toLowerCase());
}

function describeForecast({ ending, undoMs }: JumpForecast): string {
  const count = ending.reduce((sum, { messages }) => sum + messages, 0);
  const list = ending
    .map(({ queueArn, messages }) => l10n.t('{0} in {1}', formatNumber(messages), queueArn))
    .join(', ');
  const loss =
    count === 1
      ? l10n.t('1 message will expire: {0}.', list)
      : l10n.t('{0} messages will expire: {1}.', formatNumber(count), list);
  return `${loss} ${describeUndo(undoMs)}`;
}

function describeUndo(undoMs: number | undefined): string {
  if (undoMs === undefined) return l10n.t('You cannot undo this.');
  const minutes = Math.floor(undoMs / 60_000);
  return minutes === 1
    ? l10n.t('You can undo this for 1 minute with "queueside clock undo".')
    : l10n.t('You can undo this for {0} minutes with "queueside clock undo".', formatNumber(minutes));
}
