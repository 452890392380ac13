import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { ClockState } from '../../broker/protocol/clock.ts';
import { sendMessage } from '../../broker/protocol/message.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { openClient } from '../support/controlClient.ts';
import { type Outcome, runProgram } from '../support/runProgram.ts';
import { startTestBroker, type TestBroker, TOKEN } from '../support/testBroker.ts';

const HOUR_MS = 3_600_000;

function runClock(args: readonly string[], token: string | undefined): Promise<Outcome> {
  const { QUEUESIDE_TOKEN: _, ...environment } = process.env;
  return runProgram(
    ['clock', ...args],
    token === undefined ? environment : { ...environment, QUEUESIDE_TOKEN: token },
  );
}

describe('queueside clock', () => {
  let running: TestBroker;
  const run = (...args: string[]): Promise<Outcome> =>
    runClock([...args, '--control', running.info.control], TOKEN);
  const state = async (...args: string[]): Promise<ClockState> => {
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as ClockState;
  };

  before(async () => {
    running = await startTestBroker();
  });

  it('lets hours pass, and takes them back', async () => {
    assert.equal((await state()).offsetMs, 0);
    assert.equal((await state('advance', '12h')).offsetMs, 12 * HOUR_MS);
    assert.equal((await state('show')).offsetMs, 12 * HOUR_MS);
    assert.equal((await state('reset')).offsetMs, 0);
  });

  it('lets no message expire without asking', async () => {
    const client = await openClient(running.info.control);
    const { arn } = await client.request(createQueue, {
      name: 'brief',
      attributes: { MessageRetentionPeriod: '60' },
    });
    await client.request(sendMessage, { queueArn: arn, body: 'work' });
    for (const args of [['advance', '2m'], ['next']]) {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /1 message will expire: 1 in arn:\S+:brief\. You cannot undo this\..*--yes/);
    }
    assert.equal((await state('advance', '2m', '--yes')).offsetMs, 120_000);
    const undo = await run('undo');
    assert.equal(undo.code, 1);
    assert.match(undo.stderr, /no advance can be undone/);
    await client.close();
  });

  for (const { args, token, code, says } of [
    { args: ['advance', 'soon'], token: TOKEN, code: 2, says: /soon is not a duration/ },
    { args: ['forward'], token: TOKEN, code: 2, says: /use show, advance DURATION, next, undo or reset/ },
    { args: ['--loudly'], token: TOKEN, code: 2, says: /--loudly/ },
    { args: ['show'], token: undefined, code: 2, says: /requires a token/ },
    {
      args: ['show', '--control', 'http://127.0.0.1/'],
      token: TOKEN,
      code: 2,
      says: /must be a ws:\/\/ address/,
    },
    { args: ['show', '--control', 'ws://127.0.0.1:1/control'], token: TOKEN, code: 1, says: /ECONNREFUSED/ },
  ]) {
    it(`says what is wrong with: ${args.join(' ')}${token === undefined ? ', without a token' : ''}`, async () => {
      const outcome = await runClock(args, token);
      assert.equal(outcome.code, code);
      assert.match(outcome.stderr, says);
      assert.equal(outcome.stdout, '');
    });
  }

  it('is refused with a wrong token', async () => {
    const outcome = await runClock(['show', '--control', running.info.control], 'wrong');
    assert.equal(outcome.code, 1);
    assert.match(outcome.stderr, /401|403/);
  });
});
