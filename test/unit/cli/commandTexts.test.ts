import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { describeClock, readClockCommand } from '../../../broker/cli/clockOptions.ts';
import { formatReport } from '../../../broker/cli/formatReport.ts';
import { describeFunction, readFunctionCommand } from '../../../broker/cli/functionOptions.ts';
import { describeKey, readKeyCommand } from '../../../broker/cli/keyOptions.ts';
import { describeLoad, readLoadCommand } from '../../../broker/cli/loadOptions.ts';
import { describePool, readPoolCommand } from '../../../broker/cli/poolOptions.ts';
import type { Reading } from '../../../broker/commandLine/readCommandLine.ts';
import { describeOptions, readCommand } from '../../../broker/process/config.ts';
import { BUNDLE } from '../../support/exportTexts.mjs';

/** A translation that marks each text, so that what does not go through it shows. */
const MARKED = Object.fromEntries(
  Object.keys(JSON.parse(readFileSync(BUNDLE, 'utf8')) as object).map((text) => [text, `«${text}»`]),
);
const URL = 'http://127.0.0.1:9324/000000000000/orders';

/** What is left when all marked texts are removed, inner ones first. */
function stripMarked(text: string): string {
  const stripped = text.replaceAll(/«[^«»]*»/g, '');
  return stripped === text ? text : stripMarked(stripped);
}

/** Options, commands, their values and defaults: words of the command line that no language changes. */
const COMMAND_WORDS = [
  /\([^()\s]+\)/g,
  /queueside(?: (?:load|clock|pool|function|key))?/g,
  /\b(?:show|next|advance|undo|reset|make|change|run|invoke|list|desired|stop|stdin|on|off)\b/g,
  /--[a-z-]+/g,
  /\b[A-Z]+\b/g,
  /\[?options\]?|\.\.\./g,
];

function findProse(text: string): string {
  let rest = stripMarked(text);
  for (const words of COMMAND_WORDS) rest = rest.replaceAll(words, '');
  return rest.replaceAll(/[\s|,[\]]+/g, '');
}

function readReason(reading: Reading<object> | ReturnType<typeof readCommand>): string {
  return reading.kind === 'refused' ? reading.reason : `not refused: ${reading.kind}`;
}

describe('what the command line says', () => {
  before(() => l10n.config({ contents: MARKED }));

  after(() => l10n.config({ contents: {} }));

  const helps: readonly (readonly [command: string, describe: () => string])[] = [
    ['queueside', describeOptions],
    ['queueside load', describeLoad],
    ['queueside clock', describeClock],
    ['queueside pool', describePool],
    ['queueside function', describeFunction],
    ['queueside key', describeKey],
  ];
  for (const [command, describeHelp] of helps) {
    it(`is translated in the help of ${command}`, () => {
      assert.ok(describeHelp().split('«').length > 8);
      assert.equal(findProse(describeHelp()), '');
    });
  }

  const load = (...argv: string[]) => readLoadCommand(argv);
  const clock = (...argv: string[]) => readClockCommand(argv, 'token');
  const pool = (...argv: string[]) => readPoolCommand(argv, 'token');
  const functions = (...argv: string[]) => readFunctionCommand(argv, 'token');
  const key = (...argv: string[]) => readKeyCommand(argv);
  const broker = (...argv: string[]) => readCommand(argv, {});
  const refusals: readonly (readonly [
    what: string,
    reading: () => Reading<object> | ReturnType<typeof broker>,
  ])[] = [
    ['an unknown option', () => load('--nothing')],
    ['an option without its value', () => load('--queue')],
    ['a value for a switch', () => load('--json=yes')],
    ['a word too many', () => load('more')],
    ['a language that is none', () => load('--queue', URL, '--language', '?')],
    ['a language that no number can be written in', () => load('--queue', URL, '--language', 'de-12')],
    ['no queue', () => load()],
    ['a queue that is no URL', () => load('--queue', 'orders')],
    ['an unknown shape', () => load('--queue', URL, '--shape', 'round')],
    ['a shape without a rate', () => load('--queue', URL, '--shape', 'ramp', '--rate', '0')],
    ['a number that is none', () => load('--queue', URL, '--size', 'big')],
    ['attributes without values', () => load('--queue', URL, '--attributes', 'tenant')],
    ['an unknown request', () => clock('stop')],
    ['a duration that is none', () => clock('advance', 'soon')],
    ['a control channel that is none', () => clock('--control', 'http://localhost')],
    ['no token', () => readClockCommand([], undefined)],
    ['an unknown request of pools', () => pool('lose')],
    ['a number of processes that is none', () => pool('desired', 'workers', 'many')],
    ['an option of running a pool', () => pool('stop', 'workers', '--user', 'a')],
    ['an unknown request of functions', () => functions('lose')],
    ['an option of running functions', () => functions('list', '--user', 'a')],
    ['no file', () => key('make')],
    ['options of another request', () => key('make', 'file', '--data', 'folder')],
    ['an unknown key request', () => key('lose')],
    ['no folder', () => key('change')],
    ['an unknown option of the broker', () => broker('--nothing')],
    ['a port that is none', () => broker('--port', 'first')],
    ['an unknown mode', () => broker('--auth', 'maybe')],
    ['an account that is none', () => broker('--account', '1')],
    ['a host that is none', () => broker('--host', '?')],
    ['a list that is too long', () => broker('--allowed-hosts', 'a,'.repeat(101))],
    ['a region that is none', () => broker('--region', 'Mars!')],
  ];
  for (const [what, read] of refusals) {
    it(`is translated for ${what}`, () => {
      assert.match(readReason(read()), /^«.*»$/s);
    });
  }

  it('is translated in the report of a load test', () => {
    const latencyMs = { p50: 1, p95: 2, p99: 3, max: 4 };
    const counts = { sent: 1, failed: 1, behind: 1, seconds: 1, perSecond: 1, chunks: 1 };
    const queue = { received: 1, deleted: 1, waiting: 1, inFlight: 1 };
    const report = formatReport({ ...counts, latencyMs, errors: {}, queue });
    for (const line of report.trim().split('\n')) assert.match(line, /^«[^»]+»\s+(?:«.*»|\d+)$/);
  });
});
