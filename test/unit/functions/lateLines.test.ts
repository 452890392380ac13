import assert from 'node:assert/strict';
import { type FakeSeat, FunctionWorld } from '../../support/functionWorld.ts';

describe('What a process wrote before its response, and is reported after it,', () => {
  let world: FunctionWorld;
  let seat: FakeSeat;

  const say = (...lines: string[]): void => world.environment(1).facts.noteOutput(lines, undefined);
  /** The lines that the process wrote, of each invocation in the trace. */
  const traced = (): readonly (readonly string[])[] => world.traced.map(([, , lines]) => lines);
  const readTail = (): string | undefined => {
    const [end] = world.ends;
    return end !== undefined && 'logTail' in end ? end.logTail : undefined;
  };

  beforeEach(() => {
    world = new FunctionWorld();
    world.run();
    world.keepsReports = true;
    world.invoke({ wantsLog: true });
    seat = world.start(1);
    say('early');
    world.timers.advance(5);
  });

  it('is in its log and in the trace: they wait for the report', () => {
    seat.finish();
    world.timers.advance(7);
    say('late');
    assert.deepEqual([world.ends, traced()], [[], []]);
    world.report(1, 'request-1');
    assert.match(readTail() ?? '', /^START .*\nearly\nlate\nEND .*\nREPORT .*Duration: 5\.00 ms/);
    assert.deepEqual(traced(), [['early', 'late']]);
    assert.deepEqual([world.reports[0]?.durationMs, world.states()], [5, ['1 idle']]);
  });

  it('is not mixed with what the next invocation writes: that gets another environment, or waits', () => {
    seat.finish();
    world.invoke();
    assert.deepEqual(world.takeOrders(), ['start 1', 'start 2']);
    assert.equal(world.book.find('resize')?.freeEnvironments, 8);
    world.report(1, 'request-1');
    assert.equal(world.book.find('resize')?.freeEnvironments, 9);
    world.invoke();
    assert.equal(seat.last.requestId, 'request-3');
  });

  it('is waited for at most 100 ms, and counts for the log of the environment after that', () => {
    seat.finish();
    world.timers.advance(99);
    assert.deepEqual(world.ends, []);
    world.timers.advance(1);
    assert.match(readTail() ?? '', /\nearly\nEND /);
    say('too late');
    world.report(1, 'request-1');
    assert.equal(world.ends.length, 1);
    assert.deepEqual(world.environment(1).facts.log.list().slice(1, 4), [
      'early',
      'too late',
      'END RequestId: request-1',
    ]);
  });

  it('may be the report of another invocation, which does not count', () => {
    seat.finish();
    world.report(1, 'request-7');
    assert.deepEqual(world.ends, []);
  });

  it('comes with the end of the process, if that is first', () => {
    seat.finish();
    say('last');
    world.exit(1, { code: 0 });
    assert.match(readTail() ?? '', /\nearly\nlast\nEND /);
    assert.deepEqual(world.states(), ['1 ended']);
    world.timers.advance(100);
    assert.equal(world.ends.length, 1);
  });

  it('comes with the end of a process that is killed because it takes too long', () => {
    world.timers.advance(2995);
    assert.deepEqual(world.takeOrders(), ['start 1', 'kill 1']);
    say('last');
    assert.deepEqual(world.ends, []);
    world.exit(1, { signal: 'SIGKILL' });
    assert.match(readTail() ?? '', /\nearly\nlast\n.*Task timed out/);
  });

  it('ends with the function: its environment ends then', () => {
    seat.finish();
    world.find().stop();
    assert.deepEqual(world.takeOrders(), ['start 1']);
    world.report(1, 'request-1');
    assert.deepEqual([world.takeEnds(), world.takeOrders()], [['returned null'], ['stop 1']]);
  });

  it('is given up with the runner', () => {
    seat.finish();
    world.find().leave();
    assert.deepEqual(world.takeEnds(), ['returned null']);
  });

  it('lets another process take the place of its own meanwhile', () => {
    seat.finish();
    seat.events.onGone();
    seat.events.onReady();
    world.report(1, 'request-1');
    world.invoke();
    assert.equal(seat.last.requestId, 'request-2');
  });
});
