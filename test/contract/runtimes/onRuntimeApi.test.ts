import assert from 'node:assert/strict';
import type { RuntimeInvocation } from '../../../broker/functions/seat.ts';
import { useFunctions } from '../../support/functions/useFunctions.ts';
import type { FunctionOptions } from '../../support/functions/functionProcess.ts';
import { findOnPath } from '../../support/process.mjs';
import { TestSeat } from '../../support/runtimeApi/testSeat.ts';

const NODE = `exports.handler = async (event) => {
  if (event === 'fail') throw new TypeError('no stock');
  if (event === 'crash') {
    setTimeout(() => { throw new TypeError('no database'); });
    return new Promise(() => setInterval(() => {}, 1e6));
  }
  return event;
};`;
const PYTHON = `import os
def handler(event, context):
  if event == "fail": raise TypeError("no stock")
  if event == "crash": os._exit(129)
  return event`;

const LOOPS: readonly (readonly [what: string, options: FunctionOptions, isAvailable: boolean])[] = [
  ['nodejs22.x', { runtime: 'nodejs22.x', files: { 'app.js': NODE } }, true],
  ['nodejs24.x', { runtime: 'nodejs24.x', files: { 'app.js': NODE } }, true],
  [
    'python3.13',
    { runtime: 'python3.13', files: { 'app.py': PYTHON } },
    findOnPath('python3', 'python') !== undefined,
  ],
];

describe('the loops of functions on the broker’s Runtime API', () => {
  const start = useFunctions({ handler: 'app.handler' });
  let seat: TestSeat;

  beforeEach(async () => {
    seat = await TestSeat.open();
  });
  afterEach(async () => {
    await seat.close();
    assert.deepEqual(seat.defects, []);
  });

  const describeEvent = (requestId: string, event: unknown): RuntimeInvocation => ({
    requestId,
    deadlineMs: Date.now() + 60_000,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:thumbnails',
    traceId: undefined,
    payload: JSON.stringify(event),
  });
  const handOver = async (requestId: string, event: unknown): Promise<void> => {
    const isIdle = seat.once('idle');
    seat.handOver(describeEvent(requestId, event));
    await isIdle;
  };

  for (const [runtime, options, isAvailable] of LOOPS) {
    (isAvailable ? it : it.skip)(`go through the states of an environment, in ${runtime}`, async () => {
      const isReady = seat.once('ready');
      const process = await start({ ...options, runtimeApi: `127.0.0.1:${seat.port}` });
      await isReady;
      await handOver('id-1', { a: 1 });
      await handOver('id-2', 'fail');
      await handOver('id-3', 'Grüße');
      const exit = process.waitForExit();
      seat.handOver(describeEvent('id-4', 'crash'));
      assert.deepEqual(await exit, { kind: 'exit', code: 129, signal: null });
      assert.match(
        seat.events.seen.join('\n'),
        /^ready\nresponse id-1 \{"a": ?1\}\nidle\nerror id-2 .*no stock.*\nidle\nresponse id-3 "Grüße"\nidle/,
      );
      if (runtime.startsWith('nodejs'))
        assert.match(seat.events.seen.join('\n'), /^error id-4 .*no database/m);
    });
  }

  it('says why a process could not start', async () => {
    const failed = seat.once('initError');
    const process = await start({ runtime: 'nodejs22.x', files: {}, runtimeApi: `127.0.0.1:${seat.port}` });
    await failed;
    assert.match(seat.events.seen.join('\n'), /^initError .*Runtime\.ImportModuleError/);
    assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 129, signal: null });
  });

  it('reports a failure while an event is awaited, without a state that is out of turn', async () => {
    const files = {
      'app.js': 'setTimeout(() => { throw new Error("later"); }, 200); exports.handler = async () => 1;',
    };
    const isReady = seat.once('ready');
    const process = await start({ runtime: 'nodejs22.x', files, runtimeApi: `127.0.0.1:${seat.port}` });
    await isReady;
    assert.deepEqual(await process.waitForExit(), { kind: 'exit', code: 129, signal: null });
  });
});
