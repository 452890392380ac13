import assert from 'node:assert/strict';
import { FUNCTION, FunctionWorld } from '../../support/functionWorld.ts';

describe('Invocations of a function', () => {
  let world: FunctionWorld;

  beforeEach(() => {
    world = new FunctionWorld();
  });

  describe('are not run', () => {
    it('if there is no such function, or no program runs it', () => {
      world.book.put(FUNCTION);
      assert.equal(world.book.find('resize')?.isRunnable, false);
      world.invoke();
      world.invoke({}, 'nothing');
      assert.deepEqual(world.takeEnds(), [
        'unavailable: No program runs the function resize. Run it in VS Code or in a shell.',
        'unavailable: The function nothing does not exist.',
      ]);
      assert.equal(world.book.find('nothing'), undefined);
    });

    it('beyond the reserved concurrency; the others wait as they do without', () => {
      world.run({ reservedConcurrency: 2, environments: 1 });
      for (let count = 0; count < 3; count++) world.invoke();
      assert.deepEqual(world.takeEnds(), ['throttled: ReservedFunctionConcurrentInvocationLimitExceeded']);
      world.start(1).finish();
      world.invoke();
      assert.deepEqual(world.takeEnds(), ['returned null']);
      assert.deepEqual(world.find().describe().counts, {
        invocations: 1,
        errors: 0,
        throttles: 1,
        coldStarts: 1,
      });
    });

    it('at all with a reserved concurrency of 0; whoever asks before sees room, as on AWS', () => {
      world.run({ reservedConcurrency: 0 });
      assert.equal(world.book.find('resize')?.freeEnvironments, 10);
      world.invoke();
      assert.deepEqual(world.takeEnds(), ['throttled: ReservedFunctionConcurrentInvocationLimitExceeded']);
    });

    it('beyond a thousand that wait', () => {
      world.run({ environments: 1 });
      for (let count = 0; count < 1001; count++) world.invoke();
      assert.deepEqual(world.takeEnds(), []);
      world.invoke();
      assert.deepEqual(world.takeEnds(), ['throttled: ConcurrentInvocationLimitExceeded']);
    });

    it('beyond 32 Mi characters of events that wait, of all functions', () => {
      world.run({ environments: 1 });
      world.run({ name: 'other', environments: 1 });
      const payload = 'x'.repeat(4 * 1024 * 1024);
      for (let count = 0; count < 9; count++) world.invoke({ payload });
      assert.deepEqual(world.takeEnds(), []);
      world.invoke({ payload: '1' });
      assert.deepEqual(world.takeEnds(), ['throttled: ConcurrentInvocationLimitExceeded']);
      // The first need not wait, the second does.
      world.invoke({ payload }, 'other');
      assert.deepEqual(world.takeEnds(), []);
      world.invoke({ payload: '1' }, 'other');
      assert.deepEqual(world.takeEnds(), ['throttled: ConcurrentInvocationLimitExceeded']);
      world.find().stop();
      world.takeEnds();
      world.invoke({ payload: '1' }, 'other');
      assert.deepEqual(world.takeEnds(), []);
    });

    it('once the function stops: those that run are finished', () => {
      world.run({ environments: 2 });
      for (let count = 0; count < 3; count++) world.invoke();
      world.start(1).finish();
      world.seat(1).finish();
      world.takeEnds();
      world.takeOrders();
      world.invoke();
      world.start(2);
      world.invoke();
      world.find().stop();
      assert.match(world.takeEnds().join(), /^unavailable: /);
      assert.deepEqual([world.takeOrders(), world.find().describe().state], [[], 'stopping']);
      world.seat(1).finish();
      world.seat(2).finish();
      world.timers.advance(2);
      assert.deepEqual(world.takeEnds(), ['returned null', 'returned null']);
      assert.deepEqual(world.takeOrders(), ['stop 1', 'stop 2']);
      world.exit(1);
      assert.equal(world.find().hasRunner(world.runner), true);
      world.exit(2);
      assert.deepEqual([world.find().describe().state, world.find().hasRunner()], ['idle', false]);
    });
  });

  it('know the user of the credential file when a program begins to run them', () => {
    world.book.put(FUNCTION);
    const refused = world.find().run(world.runner, { user: 'stranger' });
    assert.deepEqual(
      [refused.ok, world.find().hasRunner(), world.find().describe().state],
      [false, false, 'idle'],
    );
  });

  it('are in the trace when they have an environment and when they are over, with what arrived of their lines', () => {
    world.run({ environments: 1 });
    const batch = { queueArn: 'arn', messages: [{ messageId: 'm' }] };
    world.invoke({ origin: { mappingId: 'mapping', batch } });
    world.invoke();
    const subject = { function: 'resize', environment: 'resize #1', consumerId: 'KEY2', concurrent: 1 };
    const first = { ...subject, requestId: 'request-1', isCold: true, mappingId: 'mapping', batch };
    // The second waits.
    assert.deepEqual(world.begun, [first]);
    const seat = world.start(1);
    const { log } = world.environment(1).facts;
    log.add(['working']);
    seat.finish();
    log.add(['late']);
    const second = { ...subject, requestId: 'request-2', isCold: false, mappingId: undefined };
    assert.deepEqual(world.begun.slice(1), [second]);
    seat.fail();
    seat.events.onIdle();
    assert.deepEqual(
      world.traced.map(([traced, { outcome }, lines]) => [traced, outcome, lines]),
      [
        [first, 'returned', ['working']],
        [second, 'failed', ['late']],
      ],
    );
  });

  it('say how many had an environment at their beginning: those that wait do not', () => {
    world.run({ environments: 2 });
    for (let count = 0; count < 3; count++) world.invoke();
    world.start(1).finish();
    assert.deepEqual(
      world.begun.map(({ concurrent }) => concurrent),
      [1, 2, 2],
    );
  });

  it('of an environment that cannot start are in the trace with what that wrote', () => {
    world.run();
    world.invoke();
    world.environment(1).facts.log.add(['Cannot find module', 'at resize.js']);
    world.exit(1, { code: 1 });
    assert.deepEqual(
      world.traced.map(([{ requestId }, { outcome }, lines]) => [requestId, outcome, lines]),
      [['request-1', 'failed', ['Cannot find module', 'at resize.js']]],
    );
    assert.equal(world.begun.length, 1);
  });

  it('get the last lines of their log', () => {
    world.run();
    world.invoke();
    const seat = world.start(1, 50);
    world.environment(1).facts.log.add(['before']);
    seat.finish();
    world.ends.splice(0);
    world.invoke({ wantsLog: true });
    world.environment(1).facts.log.add(['ö first']);
    world.timers.advance(10);
    world.environment(1).facts.noteOutput([], 61);
    seat.finish();
    const [end] = world.ends;
    assert.ok(end?.outcome === 'returned');
    assert.equal(
      end.logTail,
      [
        'START RequestId: request-2 Version: $LATEST',
        'ö first',
        'END RequestId: request-2',
        'REPORT RequestId: request-2\tDuration: 10.00 ms\tBilled Duration: 10 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB',
        '',
      ].join('\n'),
    );
    assert.deepEqual(world.environment(1).facts.log.list().slice(0, 4), [
      'START RequestId: request-1 Version: $LATEST',
      'before',
      'END RequestId: request-1',
      'REPORT RequestId: request-1\tDuration: 0.00 ms\tBilled Duration: 50 ms\tMemory Size: 128 MB\tInit Duration: 50.00 ms',
    ]);
  });

  it('have the request ID of an earlier try of the same event', () => {
    world.run();
    world.invoke({ requestId: 'first' });
    assert.equal(world.start(1).last.requestId, 'first');
  });

  it('get at most 4 KB of the log, and no half character', () => {
    world.run();
    world.invoke({ wantsLog: true });
    const seat = world.start(1);
    for (let count = 0; count < 90; count++) world.environment(1).facts.log.add(['ö'.repeat(700)]);
    seat.finish();
    const [end] = world.ends;
    assert.ok(end?.outcome === 'returned');
    const bytes = Buffer.byteLength(end.logTail ?? '');
    assert.ok(bytes > 4090 && bytes <= 4096, `${bytes}`);
    assert.match(end.logTail ?? '', /^ö/);
    assert.equal(world.environment(1).facts.log.list().length, 90 + 3);
  });

  it('keep at most 100 lines of an environment, and 20 environments that ended', () => {
    world.run();
    for (let number = 1; number <= 25; number++) {
      world.invoke();
      world.start(number);
      for (let count = 0; count < 150; count++) world.environment(number).facts.log.add([`line ${count}`]);
      world.exit(number, { code: 1 });
    }
    const environments = world.describe();
    assert.deepEqual([environments.length, environments[0]?.number], [20, 6]);
    const lines = world.find().environments.findListed(6)?.facts.log.list() ?? [];
    assert.deepEqual([lines.length, lines[0], lines[99]], [102, 'line 50', 'line 149']);
    assert.deepEqual(environments[0]?.end?.lastLines.slice(0, 8).at(-1), 'line 149');
    assert.equal(environments[0]?.end?.lastLines.length, 10);
  });

  describe('with faults', () => {
    it('are throttled', () => {
      world.run().setFaults({ throttleRate: 1 });
      world.invoke();
      assert.deepEqual(world.takeEnds(), ['throttled: ConcurrentInvocationLimitExceeded']);
      assert.deepEqual(world.throttled, ['resize']);
      assert.deepEqual(world.faults, [
        { function: 'resize', kind: 'throttle', detail: 'An invocation is throttled.' },
      ]);
      world.find().setFaults(undefined);
      world.invoke();
      assert.deepEqual(world.takeOrders(), ['start 1']);
    });

    it('have slow cold starts, which their limit does not count', () => {
      world.run().setFaults({ slowStartRate: 1, slowStartMs: 20_000 });
      world.invoke();
      world.timers.advance(19_999);
      assert.deepEqual(world.takeOrders(), []);
      world.timers.advance(1);
      assert.deepEqual(world.takeOrders(), ['start 1']);
      world.start(1, 100).finish();
      assert.equal(world.reports[0]?.initMs, 20_100);
    });

    it('time out although the function has done its work', () => {
      world.run().setFaults({ timeoutRate: 1 });
      world.invoke();
      world.start(1).finish();
      assert.deepEqual([world.takeEnds(), world.states()], [[], ['1 busy']]);
      world.timers.advance(3000);
      assert.match(world.takeEnds().join(), /Sandbox\.Timedout/);
    });

    it('crash before the event reaches the function', () => {
      world.run().setFaults({ crashBeforeRate: 1 });
      world.invoke();
      world.start(1);
      assert.deepEqual([world.takeOrders(), world.seat(1).given], [['start 1', 'kill 1'], []]);
      world.seat(1).events.onGone();
      world.exit(1, { signal: 'SIGKILL' });
      assert.deepEqual(world.takeOrders(), []);
      assert.match(world.takeEnds().join(), /Runtime exited with error: signal: killed"/);
    });

    it('crash when the function has done its work', () => {
      world.run().setFaults({ crashAfterRate: 1 });
      world.invoke();
      const seat = world.start(1);
      assert.deepEqual(world.takeOrders(), ['start 1']);
      seat.finish();
      assert.deepEqual([world.takeOrders(), world.takeEnds()], [['kill 1'], []]);
      world.seat(1).events.onGone();
      world.exit(1, { signal: 'SIGKILL' });
      assert.match(world.takeEnds().join(), /Runtime exited with error: signal: killed"/);
      assert.deepEqual(world.takeOrders(), []);
      assert.equal(world.describe()[0]?.end?.reason, 'Runtime exited with error: signal: killed');
    });

    it('count for the reserved concurrency until their process has ended', () => {
      world.run({ reservedConcurrency: 1 }).setFaults({ crashBeforeRate: 1 });
      world.invoke();
      world.start(1);
      world.invoke();
      assert.match(world.takeEnds().join(), /^throttled/);
      world.exit(1, { signal: 'SIGKILL' });
      world.takeEnds();
      world.invoke();
      assert.deepEqual(world.takeEnds(), []);
    });

    it('time out once, also if the process that has done its work ends before', () => {
      world.run().setFaults({ timeoutRate: 1 });
      world.invoke();
      world.start(1).finish();
      world.takeOrders();
      world.seat(1).events.onGone();
      world.exit(1, { code: 0 });
      assert.match(world.takeEnds().join(), /Runtime\.ExitError/);
      assert.deepEqual(world.takeOrders(), []);
    });

    it('do not time out while a debugger is attached', () => {
      world.run().setFaults({ timeoutRate: 1 });
      world.invoke();
      world.environment(1).noteDebugger(true, false);
      const seat = world.start(1);
      seat.finish('1');
      assert.deepEqual([world.takeEnds(), world.faults], [['returned 1'], []]);
      world.environment(1).noteDebugger(false, false);
      world.invoke();
      world.environment(1).noteDebugger(true, false);
      seat.finish('2');
      assert.deepEqual(world.takeEnds(), ['returned 2']);
    });

    it('time out, if a debugger is attached when the function has done its work', () => {
      world.run().setFaults({ timeoutRate: 1 });
      world.invoke();
      world.start(1).finish();
      world.environment(1).noteDebugger(true, false);
      world.timers.advance(3000);
      assert.match(world.takeEnds().join(), /Sandbox\.Timedout/);
    });

    it('are the same with the same seed, whichever others are on', () => {
      const draw = (faults: object): string => {
        const other = new FunctionWorld();
        other.run().setFaults({ seed: 7, throttleRate: 0.5, ...faults });
        for (let count = 0; count < 40; count++) other.invoke();
        return other.ends.map(({ outcome }) => outcome).join() + other.find().describe().waiting;
      };
      assert.equal(draw({}), draw({ slowStartRate: 0.5, timeoutRate: 1, crashAfterRate: 0.3 }));
      assert.notEqual(draw({}), draw({ seed: 8 }));
    });
  });
});
