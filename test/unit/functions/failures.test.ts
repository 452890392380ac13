import assert from 'node:assert/strict';
import { BEGIN, FunctionWorld } from '../../support/functionWorld.ts';

const ID = 'request-1';

/** What the invoker sees, as docs/functions.md lists it. */
const FAILURES: readonly {
  readonly what: string;
  readonly happens: (world: FunctionWorld) => void;
  readonly sees: string;
  /** Whether the process stays. */
  readonly stays?: true;
}[] = [
  {
    what: 'a function that throws',
    happens: (world) => {
      world.seat(1).fail('TypeError', 'no');
      world.seat(1).events.onIdle();
    },
    sees: 'handlerError {"errorType":"TypeError","errorMessage":"no"}',
    stays: true,
  },
  {
    what: 'a timeout',
    happens: (world) => {
      world.timers.advance(3000);
      world.exit(1, { signal: 'SIGKILL' });
    },
    sees: `timeout {"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${ID} Error: Task timed out after 3.00 seconds"}`,
  },
  {
    what: 'a process that exits with a code',
    happens: (world) => world.exit(1, { code: 127 }),
    sees: `exit {"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited with error: exit status 127"}`,
  },
  {
    what: 'a process that exits with 0',
    happens: (world) => world.exit(1, { code: 0 }),
    sees: `exit {"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited without providing a reason"}`,
  },
  {
    what: 'a process that a signal ends',
    happens: (world) => world.exit(1, { signal: 'SIGSEGV' }),
    sees: `exit {"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited with error: signal: segmentation fault"}`,
  },
  {
    what: 'a response with too many bytes',
    happens: (world) => {
      const errorType = 'Function.ResponseSizeTooLarge';
      world.seat(1).events.onError(ID, { errorType, body: Buffer.from('{}') });
      world.seat(1).events.onIdle();
    },
    sees: 'responseTooLarge {}',
    stays: true,
  },
  {
    what: 'an error that the function reports before it exits',
    happens: (world) => {
      world.seat(1).fail('Runtime.UnhandledPromiseRejection', 'late');
      world.exit(1, { code: 128 });
    },
    sees: 'handlerError {"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"late"}',
  },
  {
    what: 'a process that exits after its response: that counts',
    happens: (world) => {
      world.seat(1).respond('"done"');
      world.exit(1, { code: 1 });
    },
    sees: 'returned "done"',
  },
  {
    what: 'a process that does not ask for the next event after its response: that counts',
    happens: (world) => {
      world.seat(1).respond('"done"');
      world.timers.advance(3000);
      world.exit(1, { signal: 'SIGKILL' });
    },
    sees: 'returned "done"',
  },
  {
    what: 'a second answer: the first counts',
    happens: (world) => {
      world.seat(1).respond('1');
      world.seat(1).fail();
      world.seat(1).events.onIdle();
    },
    sees: 'returned 1',
    stays: true,
  },
  {
    what: 'a process that is started again under the debugger',
    happens: (world) => {
      world.seat(1).events.onAbandoned(ID);
      world.seat(1).events.onReady();
    },
    sees: `exit {"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited without providing a reason"}`,
    stays: true,
  },
  {
    what: 'a process that is started again under the debugger after its response: that counts',
    happens: (world) => {
      world.seat(1).respond('"done"');
      world.seat(1).events.onReady();
    },
    sees: 'returned "done"',
    stays: true,
  },
  {
    what: 'a runner that is gone',
    happens: (world) => world.book.lose(world.runner),
    sees: `exit {"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited without providing a reason"}`,
  },
];

describe('An invocation that fails', () => {
  let world: FunctionWorld;

  beforeEach(() => {
    world = new FunctionWorld();
  });

  for (const { what, happens, sees, stays } of FAILURES) {
    it(`because of ${what}`, () => {
      world.run();
      world.invoke();
      world.start(1);
      happens(world);
      assert.deepEqual(world.takeEnds(), [sees]);
      assert.deepEqual(world.states(), [stays === true ? '1 idle' : '1 ended']);
      assert.equal(world.reports.length, 1);
      assert.equal(world.reports[0]?.outcome, sees.split(' ')[0]);
    });
  }

  it('does not happen if its process, started again by a debugger after the response, asks for the next event', () => {
    const world = new FunctionWorld();
    world.run();
    world.invoke();
    const seat = world.start(1);
    seat.respond('1');
    seat.events.onReady();
    assert.deepEqual([world.takeEnds(), world.states()], [['returned 1'], ['1 idle']]);
  });

  it('does not happen if that process cannot start', () => {
    const world = new FunctionWorld();
    world.run();
    world.invoke();
    const seat = world.start(1);
    seat.respond('1');
    seat.events.onInitError({ errorType: 'E', body: Buffer.from('{}') });
    assert.deepEqual([world.takeEnds(), world.states()], [['returned 1'], ['1 ending']]);
  });

  it('by its timeout ends the process by SIGKILL at that moment, and the next one gets another', () => {
    world.run({ timeout: 1 });
    world.invoke();
    world.start(1, 500);
    world.timers.advance(999);
    assert.deepEqual([world.takeEnds(), world.states()], [[], ['1 busy']]);
    world.timers.advance(1);
    assert.equal(world.takeEnds().length, 1);
    assert.deepEqual(world.takeOrders(), ['start 1', 'kill 1']);
    world.invoke();
    assert.deepEqual(world.takeOrders(), ['start 2']);
    world.exit(1, { signal: 'SIGKILL' });
    assert.deepEqual(world.states(), ['1 ended', '2 starting']);
    assert.deepEqual(world.describe()[0]?.end?.reason, 'Task timed out after 1.00 seconds');
  });

  it('with its process makes room for those that wait', () => {
    world.run({ environments: 1 });
    world.invoke();
    world.invoke();
    world.start(1);
    world.exit(1, { code: 1 });
    assert.deepEqual(world.takeOrders(), ['start 1', 'start 2']);
    world.start(2).finish();
    assert.match(world.takeEnds().join(), /exit status 1.*returned null/);
  });

  it('has another environment if a runner never reports that a killed process has ended', () => {
    world.run({ environments: 1 });
    world.invoke();
    world.start(1);
    world.timers.advance(3000 + 4999);
    assert.deepEqual(world.states(), ['1 ending']);
    world.timers.advance(1);
    assert.deepEqual(world.states(), ['1 ended']);
  });

  describe('in the start of its environment', () => {
    it('gets the error that the process reports, and the process is ended', () => {
      world.run();
      world.invoke();
      world.environment(1).noteStarted(9001);
      world.timers.advance(300);
      const body = Buffer.from('{"errorType":"Runtime.ImportModuleError","errorMessage":"gone"}');
      world.seat(1).events.onInitError({ errorType: 'Runtime.ImportModuleError', body });
      assert.deepEqual(world.takeEnds(), [`initError ${body.toString()}`]);
      assert.deepEqual(world.takeOrders(), ['start 1', 'stop 1']);
      const { durationMs, billedMs, initMs } = world.reports[0] ?? assert.fail();
      assert.deepEqual([durationMs, billedMs, initMs], [0, 300, 300]);
      world.exit(1, { code: 1 });
      assert.equal(world.describe()[0]?.end?.reason, 'It could not start: Runtime.ImportModuleError');
    });

    it('gets the exit of the process', () => {
      world.run();
      world.invoke();
      world.environment(1).noteStarted(9001);
      world.exit(1, { code: 3 });
      assert.match(world.takeEnds().join(), /^exit .*Runtime\.ExitError.*exit status 3"/);
    });

    it('gets the reason why there is no process', () => {
      world.run();
      world.invoke();
      world.environment(1).facts.log.add(['The command ./bootstrap does not exist.']);
      world.exit(1);
      assert.deepEqual(world.takeEnds(), [
        `initError {"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: ${ID} Error: The command ./bootstrap does not exist."}`,
      ]);
    });

    it('gets the reason why there is no Runtime API', () => {
      world.run();
      world.refusal = 'No port is free.';
      world.invoke();
      assert.match(world.takeEnds().join(), /^initError .*No port is free\./);
      assert.deepEqual([world.states(), world.takeOrders()], [['1 ended'], []]);
    });

    it('starts again after 10 s, within its timeout', () => {
      world.run();
      world.invoke({ payload: '"slow"' });
      world.environment(1).noteStarted(9001);
      world.timers.advance(10_000);
      assert.deepEqual(world.takeOrders(), ['start 1', 'kill 1', 'start 2']);
      world.start(2, 1200);
      assert.equal(world.seat(2).last.deadlineMs, BEGIN + 10_000 + 3000);
      world.timers.advance(300);
      world.seat(2).finish();
      assert.deepEqual(world.takeEnds(), ['returned null']);
      const { durationMs, billedMs, initMs, isCold } = world.reports[0] ?? assert.fail();
      assert.deepEqual([durationMs, billedMs, initMs, isCold], [1500, 1500, undefined, true]);
      assert.equal(world.describe()[0]?.end, undefined);
    });

    it('times out if the second start takes as long as that', () => {
      world.run();
      world.invoke();
      world.timers.advance(10_000 + 2999);
      assert.deepEqual(world.takeEnds(), []);
      world.timers.advance(1);
      assert.match(world.takeEnds().join(), /Task timed out after 3\.00 seconds/);
      assert.deepEqual(world.takeOrders(), ['start 1', 'kill 1', 'start 2', 'kill 2']);
    });

    it('is not tried again without an invocation', () => {
      world.run();
      world.invoke();
      world.start(1).finish();
      world.find().replaceEnvironments();
      world.exit(1);
      world.takeOrders();
      world.timers.advance(10_000);
      assert.deepEqual(world.takeOrders(), ['kill 2']);
      assert.equal(world.states().at(-1), '2 ending');
    });
  });

  it('are listed with the function: the last one, also when the clock is set back and when the next one returns', () => {
    world.run();
    world.invoke();
    const seat = world.start(1, 250);
    assert.equal(world.find().describe().lastError, undefined);
    seat.fail();
    seat.events.onIdle();
    const failed = world.find().describe().lastError;
    assert.deepEqual([failed?.requestId, failed?.type], ['request-1', 'handlerError']);
    world.book.goBack(1000);
    world.invoke();
    seat.finish();
    assert.deepEqual(world.find().describe().lastError, failed && { ...failed, at: failed.at - 1000 });
  });
});

describe('The event of a function that is kept', () => {
  let world: FunctionWorld;
  const event = () => world.find().memory.lastEvent;
  const byMapping = (payload: string) => world.invoke({ payload, origin: { mappingId: 'mapping' } });

  beforeEach(() => {
    world = new FunctionWorld();
    world.run();
  });

  it('is the newest one of a mapping, once it has an environment', () => {
    assert.equal(event(), undefined);
    byMapping('{"first":1}');
    byMapping('{"second":2}');
    world.invoke({ payload: '{"third":3}' });
    assert.equal(event(), '{"second":2}');
  });

  it('is none if the newest one is longer than 256 Ki characters', () => {
    byMapping('x'.repeat(262_144));
    assert.equal(event()?.length, 262_144);
    byMapping('x'.repeat(262_145));
    assert.equal(event(), undefined);
  });
});
