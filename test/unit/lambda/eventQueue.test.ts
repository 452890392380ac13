import assert from 'node:assert/strict';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import type { InvocationEnd } from '../../../broker/functions/ports.ts';
import { EventQueue } from '../../../broker/lambda/eventQueue.ts';
import { TurnWork } from '../../../broker/time/turnWork.ts';
import { type FakeInvocation, FakeFunctions, FUNCTION } from '../../support/mappingWorld.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const THROTTLED: InvocationEnd = { outcome: 'throttled', reason: 'busy' };

describe('An event that no caller waits for', () => {
  let clock: ManualClock;
  let functions: FakeFunctions;
  let queue: EventQueue;
  let wakesAt: number | undefined;
  let lines: string[];
  let begunAt: number;

  /** Time passes; what is due on the way happens. */
  const advance = (ms: number): void => {
    const aim = clock.now() + ms;
    for (let next = wakesAt; next !== undefined && next <= aim; next = wakesAt) {
      clock.advance(Math.max(0, next - clock.now()));
      queue.wake(new TurnWork());
    }
    clock.advance(aim - clock.now());
  };
  /** When it was tried since the last call, s after it came. */
  const takeTries = (): readonly number[] =>
    functions.invocations.splice(0).map(({ at }) => (at - begunAt) / SECOND_MS);
  const respond = (end: InvocationEnd): void => {
    functions.respond = (invocation: FakeInvocation) => invocation.end(end);
  };
  const fails = (requestId = 'r'): InvocationEnd => ({
    outcome: 'failed',
    requestId,
    kind: 'handlerError',
    payload: Buffer.from('{}'),
  });

  beforeEach(() => {
    clock = new ManualClock();
    begunAt = clock.now();
    functions = new FakeFunctions(() => clock.now());
    functions.declare(FUNCTION, { environments: 2000 });
    lines = [];
    wakesAt = undefined;
    queue = new EventQueue({
      functions,
      now: () => clock.now(),
      wakeAt: (deadline) => {
        wakesAt = deadline;
      },
      log: (line) => lines.push(line),
    });
  });

  it('is invoked once if the function returns', () => {
    functions.respond = ({ returns }) => returns();
    assert.equal(queue.add(FUNCTION, '{}'), true);
    advance(7 * HOUR_MS);
    assert.deepEqual([takeTries(), wakesAt, lines], [[0], undefined, []]);
  });

  it('is tried again one minute and two minutes after an error, with its request ID, and then dropped', () => {
    respond(fails('first'));
    queue.add(FUNCTION, '{"n":1}');
    advance(7 * HOUR_MS);
    assert.deepEqual(
      functions.invocations.map(({ request: { payload, requestId } }) => [payload, requestId]),
      [
        ['{"n":1}', undefined],
        ['{"n":1}', 'first'],
        ['{"n":1}', 'first'],
      ],
    );
    assert.deepEqual(takeTries(), [0, 60, 180]);
    assert.deepEqual(lines, [`functions: an event of ${FUNCTION} was dropped: it failed three times`]);
  });

  it('is tried again after 1 s and up to 5 minutes while it is throttled, for six hours', () => {
    respond(THROTTLED);
    queue.add(FUNCTION, '{}');
    advance(7 * HOUR_MS);
    const tries = takeTries();
    assert.deepEqual(tries.slice(0, 12), [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]);
    const last = tries.at(-1) ?? 0;
    assert.ok(last <= 6 * 3600 && last > 6 * 3600 - 300, `${last}`);
    assert.deepEqual([lines.length, wakesAt], [1, undefined]);
  });

  it('is tried twice more after errors, however often it was throttled between them', () => {
    queue.add(FUNCTION, '{}');
    const [first] = functions.invocations.splice(0);
    first?.fails();
    respond(THROTTLED);
    advance(MINUTE_MS);
    respond(fails());
    advance(HOUR_MS);
    assert.deepEqual(takeTries(), [60, 61, 181]);
  });

  it('waits for a program that runs its function again, as if it were throttled', () => {
    functions.declare(FUNCTION, { isRunnable: false });
    queue.add(FUNCTION, '{}');
    functions.declare(FUNCTION, { isRunnable: true });
    advance(SECOND_MS);
    assert.deepEqual(takeTries(), [1]);
  });

  it('is dropped if its function was deleted', () => {
    respond(THROTTLED);
    queue.add(FUNCTION, '{}');
    functions.functions.delete(FUNCTION);
    advance(SECOND_MS);
    assert.deepEqual(lines, [`functions: an event of ${FUNCTION} was dropped: there is no such function`]);
    assert.equal(wakesAt, undefined);
  });

  it('waits as long if the clock is set back', () => {
    respond(fails());
    queue.add(FUNCTION, '{}');
    clock.advance(30 * SECOND_MS);
    queue.goBack(HOUR_MS);
    assert.equal(wakesAt, begunAt + MINUTE_MS - HOUR_MS);
  });

  it('is refused beside 1,000 others, and beside 16 Mi characters of others, until these are over', () => {
    for (let count = 0; count < 1000; count++) assert.equal(queue.add(FUNCTION, '1'), true);
    assert.equal(queue.add(FUNCTION, '1'), false);
    for (const { returns } of functions.invocations.splice(0)) returns();
    const long = 'x'.repeat(1_048_574);
    for (let count = 0; count < 16; count++) assert.equal(queue.add(FUNCTION, `"${long}"`), true);
    assert.equal(queue.add(FUNCTION, '1'), false);
    functions.invocations.shift()?.returns();
    assert.equal(queue.add(FUNCTION, '1'), true);
  });

  it('is tried again in a later turn if too many are due', () => {
    respond(fails());
    for (let count = 0; count < 600; count++) queue.add(FUNCTION, '1');
    takeTries();
    clock.advance(MINUTE_MS);
    const turns: number[] = [];
    while (wakesAt === clock.now()) {
      queue.wake(new TurnWork());
      turns.push(takeTries().length);
    }
    assert.deepEqual(turns, [250, 250, 100]);
  });

  it('ends with the broker', () => {
    respond(fails());
    queue.add(FUNCTION, '1');
    queue.stop();
    assert.equal(wakesAt, undefined);
  });
});
