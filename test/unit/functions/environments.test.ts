import assert from 'node:assert/strict';
import { BEGIN, FunctionWorld } from '../../support/functionWorld.ts';

describe('Environments of a function', () => {
  let world: FunctionWorld;

  /** An environment that has processed one invocation. */
  const warm = (number = 1): void => {
    world.invoke();
    world.start(number).finish();
    world.takeOrders();
    world.takeEnds();
  };

  beforeEach(() => {
    world = new FunctionWorld();
  });

  describe('are started', () => {
    it('by the first invocation, with what their process needs', () => {
      world.run();
      assert.deepEqual(world.takeOrders(), []);
      world.invoke({ payload: '{"n":1}' });
      const [order] = world.orders;
      assert.ok(order?.order === 'start');
      const { definition, credential, ...rest } = order;
      assert.deepEqual(rest, {
        name: 'resize',
        order: 'start',
        environment: 1,
        environmentName: 'resize #1',
        runtimeApi: '127.0.0.1:4001',
        logStream: 'log-stream',
      });
      assert.deepEqual([definition.timeout, definition.memory, definition.directory], [3, 128, '.']);
      assert.equal(credential.accessKeyId, world.describe()[0]?.consumerId);
      assert.deepEqual(world.seat(1).given, []);
      const seat = world.start(1, 250);
      assert.deepEqual(seat.given, [
        {
          requestId: 'request-1',
          traceId: 'trace-1',
          payload: '{"n":1}',
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:resize',
          deadlineMs: BEGIN + 250 + 3000,
        },
      ]);
      assert.deepEqual(world.states(), ['1 busy']);
    });

    it('with what the caller of the function says of itself', () => {
      world.run();
      world.invoke({ clientContext: '{"custom":{}}' });
      assert.equal(world.start(1).last.clientContext, '{"custom":{}}');
    });

    it('once, and used again: only the first invocation is cold', () => {
      world.run();
      world.invoke();
      const seat = world.start(1, 250);
      world.timers.advance(40);
      seat.finish();
      world.invoke();
      world.timers.advance(5);
      seat.finish('{}');
      assert.deepEqual(world.takeOrders(), ['start 1']);
      assert.deepEqual(world.takeEnds(), ['returned null', 'returned {}']);
      const at = BEGIN + 3_600_000;
      const common = { function: 'resize', environment: 'resize #1', outcome: 'returned', memory: 128 };
      assert.deepEqual(world.reports, [
        {
          ...common,
          requestId: 'request-1',
          at: at + 250,
          isCold: true,
          initMs: 250,
          durationMs: 40,
          billedMs: 290,
        },
        { ...common, requestId: 'request-2', at: at + 290, isCold: false, durationMs: 5, billedMs: 5 },
      ]);
    });

    it('as many as may run at the same time; other invocations wait in their order', () => {
      world.run({ environments: 2 });
      const free = () => world.book.find('resize')?.freeEnvironments;
      assert.equal(free(), 2);
      for (const payload of ['1', '2', '3', '4']) world.invoke({ payload });
      assert.deepEqual(world.takeOrders(), ['start 1', 'start 2']);
      assert.deepEqual([free(), world.find().describe().waiting], [0, 2]);
      world.start(1);
      world.start(2);
      world.seat(2).finish();
      assert.equal(world.seat(2).last.payload, '3');
      world.seat(1).finish();
      world.timers.advance(2);
      assert.equal(world.seat(1).last.payload, '4');
      assert.equal(free(), 0);
      world.seat(1).finish();
      assert.equal(free(), 1);
    });

    it('and the one that got an event last gets the next one', () => {
      world.run();
      world.invoke();
      world.invoke();
      world.start(1);
      world.start(2).finish();
      world.seat(1).finish();
      world.timers.advance(2);
      world.invoke();
      assert.deepEqual(world.states(), ['1 idle', '2 busy']);
      world.seat(2).finish();
      world.timers.advance(2);
      world.invoke();
      assert.deepEqual(world.states(), ['1 idle', '2 busy']);
    });

    it('and tell an invoker when there is room again', () => {
      world.run({ environments: 1 });
      world.invoke();
      world.start(1);
      const before = world.freed;
      world.seat(1).finish();
      assert.equal(world.freed, before + 1);
    });
  });

  it('are no more than the program that runs them wants, as long as it does', () => {
    const { limit } = world.run({ environments: 5 }, { environments: 2 }).describe();
    for (let count = 0; count < 3; count++) world.invoke();
    assert.deepEqual(
      [limit, world.takeOrders(), world.find().describe().waiting],
      [2, ['start 1', 'start 2'], 1],
    );
    assert.equal(world.book.find('resize')?.freeEnvironments, 0);
    world.find().leave();
    assert.equal(world.find().describe().limit, 5);
    assert.equal(world.run({ environments: 1 }, { environments: 2 }).describe().limit, 1);
  });

  describe('that wait', () => {
    it('freeze after half a second, and thaw before their next event', () => {
      world.run();
      warm();
      world.timers.advance(499);
      assert.deepEqual(world.takeOrders(), []);
      world.timers.advance(1);
      assert.deepEqual([world.takeOrders(), world.states()], [['freeze 1'], ['1 frozen']]);
      world.invoke();
      assert.deepEqual([world.takeOrders(), world.states()], [['thaw 1'], ['1 busy']]);
      assert.equal(world.seat(1).given.length, 2);
    });

    it('do not freeze with a runner that cannot freeze them', () => {
      world.run({}, {});
      warm();
      world.timers.advance(599_999);
      assert.deepEqual([world.takeOrders(), world.states()], [[], ['1 idle']]);
      world.timers.advance(1);
      assert.deepEqual(world.takeOrders(), ['stop 1']);
    });

    it('end after ten minutes, by SIGTERM, and by SIGKILL after 2 s', () => {
      world.run();
      warm();
      world.timers.advance(599_999);
      assert.deepEqual(world.takeOrders(), ['freeze 1']);
      world.timers.advance(1);
      assert.deepEqual([world.takeOrders(), world.states()], [['stop 1'], ['1 ending']]);
      world.timers.advance(2000);
      assert.deepEqual(world.takeOrders(), ['kill 1']);
      world.exit(1, { signal: 'SIGKILL' });
      const [environment] = world.describe();
      const { lastLines, ...end } = environment?.end ?? assert.fail();
      assert.deepEqual(end, { at: BEGIN + 3_600_000 + 602_000, signal: 'SIGKILL' });
      assert.match(lastLines.at(-1) ?? '', /^REPORT /);
      assert.equal(world.timers.pendingCount, 0);
    });

    it('leave no timer, no port and no credentials behind when they have ended', () => {
      world.run();
      warm();
      world.exit(1, { code: 0 });
      assert.deepEqual([world.states(), world.timers.pendingCount], [['1 ended'], 0]);
      assert.equal(world.seat(1).isClosed, true);
      assert.ok(world.dismissed.includes(world.describe()[0]?.consumerId ?? ''));
    });

    it('are not given an event after their process has closed its connection', () => {
      world.run();
      warm();
      world.seat(1).events.onGone();
      assert.deepEqual(world.states(), ['1 starting']);
      world.invoke();
      assert.deepEqual(world.seat(1).given.length, 1);
      world.exit(1, { code: 1 });
      assert.deepEqual([world.takeOrders(), world.takeEnds()], [['start 2'], []]);
      world.start(2).finish();
      world.timers.advance(2);
      assert.deepEqual(world.takeEnds(), ['returned null']);
    });
  });

  describe('whose code has changed', () => {
    it('are replaced at once while they wait, and the next invocation is warm', () => {
      world.run();
      warm();
      world.find().replaceEnvironments();
      assert.deepEqual(world.takeOrders(), ['stop 1', 'start 2']);
      world.exit(1, { code: 0 });
      world.start(2);
      world.invoke();
      assert.deepEqual(world.states(), ['1 ended', '2 busy']);
      world.seat(2).finish();
      world.timers.advance(2);
      assert.equal(world.reports.at(-1)?.isCold, false);
    });

    it('finish their invocation, and are replaced when it is over', () => {
      world.run();
      warm();
      world.invoke();
      world.find().replaceEnvironments();
      assert.deepEqual([world.takeOrders(), world.describe()[0]?.isOutdated], [[], true]);
      world.seat(1).finish('"old"');
      assert.deepEqual([world.takeOrders(), world.takeEnds()], [['stop 1', 'start 2'], ['returned "old"']]);
    });

    it('finish a start, and the invocation that it is for', () => {
      world.run();
      world.invoke();
      world.find().replaceEnvironments();
      assert.deepEqual(world.takeOrders(), ['start 1']);
      world.start(1).finish();
      assert.deepEqual([world.takeOrders(), world.takeEnds()], [['stop 1', 'start 2'], ['returned null']]);
      world.find().replaceEnvironments();
      world.start(2);
      assert.deepEqual(world.takeOrders(), ['stop 2', 'start 3']);
    });

    it('are replaced five times in 10 s, so that a function may write into its own folder', () => {
      world.run();
      warm();
      for (let number = 2; number <= 6; number++) {
        world.find().replaceEnvironments();
        assert.deepEqual(world.takeOrders(), [`stop ${number - 1}`, `start ${number}`]);
        world.exit(number - 1, { code: 0 });
        world.start(number, 100);
      }
      world.find().replaceEnvironments();
      assert.deepEqual(world.takeOrders(), ['stop 6']);
      world.exit(6, { code: 0 });
      world.invoke();
      world.start(7, 9500).finish();
      world.find().replaceEnvironments();
      assert.deepEqual(world.takeOrders(), ['start 7', 'stop 7', 'start 8']);
    });

    it('are replaced by one, however many wait', () => {
      world.run();
      for (let count = 0; count < 3; count++) world.invoke();
      for (const number of [1, 2, 3]) world.start(number);
      for (const number of [1, 2, 3]) world.seat(number).finish();
      world.takeOrders();
      world.find().replaceEnvironments();
      assert.deepEqual(world.takeOrders(), ['stop 1', 'stop 2', 'stop 3', 'start 4']);
    });

    it('are not started if there were none', () => {
      world.run();
      world.find().replaceEnvironments();
      assert.deepEqual(world.takeOrders(), []);
    });
  });

  describe('of a definition that changes', () => {
    it('are replaced if another process would be started', () => {
      world.run();
      warm();
      world.book.put({ ...world.find().settings.given, handler: 'other.handler' });
      assert.deepEqual(world.takeOrders(), ['stop 1', 'start 2']);
    });

    it('stay for another timeout, which the next invocation has', () => {
      world.run();
      warm();
      world.book.put({ ...world.find().settings.given, timeout: 60 });
      assert.deepEqual(world.takeOrders(), []);
      world.invoke();
      assert.equal(world.seat(1).last.deadlineMs, BEGIN + 60_000);
    });
  });
});
