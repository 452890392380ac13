import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { RuntimeLife, type RuntimeClient } from '../../../broker/runtimeApi/runtimeLife.ts';
import type { Refusal } from '../../../broker/runtimeApi/refusals.ts';
import type { RuntimeInvocation } from '../../../broker/functions/seat.ts';
import { invocation, RecordedRuntime } from '../../support/runtimeApi/recordedRuntime.ts';

class FakeClient implements RuntimeClient {
  isOpen = true;
  closesAfterAnswer = false;
  hasDelivered = true;
  readonly delivered: string[] = [];

  deliver({ requestId }: RuntimeInvocation): void {
    this.delivered.push(requestId);
  }
}

const ERROR = { errorType: 'Error', body: Buffer.from('{}') };
const FORBIDDEN = (from: string, to: string) => ({
  status: 403,
  errorType: 'InvalidStateTransition',
  errorMessage: `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
});
const UNKNOWN_ID = { status: 400, errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' };

describe('An environment of a function', () => {
  let events: RecordedRuntime;
  let life: RuntimeLife;
  let client: FakeClient;

  beforeEach(() => {
    events = new RecordedRuntime();
    life = new RuntimeLife(events);
    client = new FakeClient();
  });

  /** Ways into each state. */
  const enter = {
    starting: () => undefined,
    initFailed: () => life.initError(client, ERROR),
    waiting: () => life.next(client),
    running: () => {
      life.next(client);
      life.handOver(invocation('one'));
    },
    answered: () => {
      enter.running();
      life.respond(client, 'one', Buffer.alloc(0));
    },
  } as const;
  type State = keyof typeof enter;

  const calls = {
    next: () => life.next(new FakeClient()),
    initError: () => life.initError(new FakeClient(), ERROR),
    response: () => life.respond(new FakeClient(), 'one', Buffer.from('result')),
    error: () => life.fail(new FakeClient(), 'one', ERROR),
  } as const;
  type Call = keyof typeof calls;

  const READY = 'Ready';
  const TABLE: Record<State, Record<Call, readonly [State, ...string[]] | object>> = {
    starting: {
      next: ['waiting', 'ready'],
      initError: ['initFailed', 'initError Error {}'],
      response: UNKNOWN_ID,
      error: UNKNOWN_ID,
    },
    initFailed: {
      next: FORBIDDEN('InitError', READY),
      initError: FORBIDDEN('InitError', 'InitError'),
      response: UNKNOWN_ID,
      error: UNKNOWN_ID,
    },
    waiting: {
      next: FORBIDDEN('Ready', READY),
      initError: FORBIDDEN('Ready', 'InitError'),
      response: UNKNOWN_ID,
      error: UNKNOWN_ID,
    },
    running: {
      next: FORBIDDEN('Running', READY),
      initError: FORBIDDEN('Running', 'InitError'),
      response: ['answered', 'response one result'],
      error: ['answered', 'error one Error {}'],
    },
    answered: {
      next: ['waiting', 'idle'],
      initError: FORBIDDEN('RuntimeResponseSentState', 'InitError'),
      response: FORBIDDEN('RuntimeResponseSentState', 'InvocationResponse'),
      error: FORBIDDEN('RuntimeResponseSentState', 'InvocationErrorResponse'),
    },
  };

  for (const [state, row] of Object.entries(TABLE) as [State, (typeof TABLE)[State]][]) {
    for (const [call, expected] of Object.entries(row) as [Call, (typeof row)[Call]][]) {
      const outcome = Array.isArray(expected) ? `is ${expected[0]} after` : 'rejects';
      it(`that is ${state} ${outcome} ${call}`, () => {
        enter[state]();
        assert.equal(life.state, state);
        events.take();
        const refused: Refusal | undefined = calls[call]();
        if (Array.isArray(expected)) {
          assert.equal(refused, undefined);
          assert.deepEqual([life.state, ...events.take()], expected);
        } else {
          assert.deepEqual(refused, expected);
          assert.deepEqual([life.state, ...events.take()], [state]);
        }
      });
    }
  }

  it('rejects the ID of another invocation, and of one that is over', () => {
    enter.answered();
    life.next(client);
    life.handOver(invocation('two'));
    events.take();
    assert.deepEqual(life.respond(client, 'one', Buffer.alloc(0)), UNKNOWN_ID);
    assert.deepEqual(life.fail(client, 'three', ERROR), UNKNOWN_ID);
    assert.deepEqual(events.take(), []);
    assert.equal(life.respond(client, 'two', Buffer.alloc(0)), undefined);
  });

  describe('that gets an invocation', () => {
    for (const state of ['starting', 'answered'] as const) {
      it(`while it is ${state}, keeps it until the runtime asks`, () => {
        enter[state]();
        life.handOver(invocation('two'));
        assert.equal(life.state, state);
        const next = new FakeClient();
        life.next(next);
        assert.deepEqual(next.delivered, ['two']);
        assert.equal(life.state, 'running');
      });
    }

    it('while the runtime waits, gives it at once', () => {
      enter.running();
      assert.deepEqual(client.delivered, ['one']);
    });

    it('from a listener that hears that it is ready, or idle, gives it in the same call', () => {
      events.onEvent = (event) => {
        if (event === 'ready') life.handOver(invocation('one'));
        if (event === 'idle') life.handOver(invocation('two'));
      };
      life.next(client);
      life.respond(client, 'one', Buffer.alloc(0));
      life.next(client);
      assert.deepEqual(client.delivered, ['one', 'two']);
      assert.deepEqual(events.take(), ['ready', 'response one ', 'idle']);
    });

    it('refuses a second one, whether the first is kept or runs', () => {
      life.handOver(invocation('one'));
      assert.throws(() => life.handOver(invocation('two')), /already has an invocation/);
      life.next(client);
      assert.throws(() => life.handOver(invocation('two')), /already has an invocation/);
      assert.deepEqual(client.delivered, ['one']);
    });
  });

  describe('whose client closes its connection', () => {
    const close = (unfinishedId?: string): void => {
      client.isOpen = false;
      life.closeClient(client, unfinishedId);
    };

    it('while it waits, gives it no event, and keeps the event for the next', () => {
      enter.waiting();
      close();
      life.handOver(invocation('one'));
      assert.deepEqual(client.delivered, []);
      const other = new FakeClient();
      life.next(other);
      assert.deepEqual(other.delivered, ['one']);
      assert.deepEqual(events.take(), ['ready', 'gone', 'ready']);
    });

    it('while it waits, gives it no event even before the end of the connection was heard', () => {
      enter.waiting();
      client.isOpen = false;
      life.handOver(invocation('one'));
      close();
      assert.deepEqual(client.delivered, []);
      assert.deepEqual(events.take(), ['ready', 'gone']);
      assert.equal(life.state, 'starting');
    });

    it('before all of the event has left, keeps the event for the next', () => {
      enter.running();
      client.hasDelivered = false;
      close();
      const other = new FakeClient();
      life.next(other);
      assert.deepEqual(other.delivered, ['one']);
      assert.deepEqual(events.take(), ['ready', 'gone', 'ready']);
    });

    it('after the event has left, waits for a response on another connection', () => {
      enter.running();
      close();
      assert.deepEqual(events.take(), ['ready']);
      assert.equal(life.respond(new FakeClient(), 'one', Buffer.from('late')), undefined);
      assert.deepEqual(events.take(), ['response one late']);
    });

    it('in the middle of a response, fails the invocation, and waits for the next call', () => {
      enter.running();
      assert.ok(life.beginAnswer(client, 'one'));
      close('one');
      assert.equal(life.state, 'answered');
      assert.match(events.take().at(-1) ?? '', /^error one Runtime\.TruncatedResponse /);
      assert.equal(life.next(new FakeClient()), undefined);
      assert.deepEqual(events.take(), ['idle']);
    });

    it('in the middle of a response that came whole on another connection, changes nothing', () => {
      enter.running();
      life.beginAnswer(client, 'one');
      life.respond(new FakeClient(), 'one', Buffer.from('whole'));
      close('one');
      assert.deepEqual(events.take(), ['ready', 'response one whole']);
    });
  });

  describe('whose process is started again on its port', () => {
    const startAgain = (): Refusal | undefined => {
      client.isOpen = false;
      life.closeClient(client, undefined);
      events.take();
      return life.next(new FakeClient());
    };

    it('in the middle of an invocation, abandons that and waits', () => {
      enter.running();
      assert.equal(startAgain(), undefined);
      assert.deepEqual(events.take(), ['abandoned one', 'ready']);
      assert.deepEqual(life.respond(client, 'one', Buffer.alloc(0)), UNKNOWN_ID);
    });

    it('after it failed to start, waits', () => {
      enter.initFailed();
      assert.equal(startAgain(), undefined);
      assert.deepEqual(events.take(), ['ready']);
    });

    it('and fails to start, reports that', () => {
      enter.answered();
      client.isOpen = false;
      events.take();
      assert.equal(life.initError(new FakeClient(), ERROR), undefined);
      assert.deepEqual(events.take(), ['initError Error {}']);
      assert.equal(life.state, 'initFailed');
    });

    it('before the end of the waiting one was heard, is the one that waits', () => {
      enter.waiting();
      client.isOpen = false;
      const other = new FakeClient();
      assert.equal(life.next(other), undefined);
      life.closeClient(client, undefined);
      life.handOver(invocation('one'));
      assert.deepEqual([client.delivered, other.delivered], [[], ['one']]);
      assert.deepEqual(events.take(), ['ready', 'gone', 'ready']);
    });

    it('is not taken from a connection that ends with each response', () => {
      client.closesAfterAnswer = true;
      enter.running();
      assert.deepEqual(startAgain(), FORBIDDEN('Running', READY));
    });
  });

  describe('that is closed', () => {
    it('reports nothing more, and takes nothing', () => {
      enter.running();
      events.take();
      life.close();
      assert.throws(() => life.handOver(invocation('two')), /is closed/);
      client.isOpen = false;
      life.closeClient(client, 'one');
      assert.deepEqual(life.next(new FakeClient()), FORBIDDEN('Closed', READY));
      assert.deepEqual(life.respond(client, 'one', Buffer.alloc(0)), UNKNOWN_ID);
      assert.deepEqual(events.take(), []);
    });

    for (const [event, enterState] of [
      ['ready', enter.starting],
      ['idle', enter.answered],
      ['gone', enter.waiting],
      ['abandoned one', enter.running],
    ] as const) {
      it(`by a listener that hears "${event}", gives no event and reports nothing more`, () => {
        enterState();
        client.isOpen = false;
        events.take();
        events.onEvent = () => life.close();
        const other = new FakeClient();
        life.next(other);
        assert.deepEqual(events.take(), [event]);
        assert.equal(life.state, 'closed');
        assert.deepEqual(other.delivered, []);
      });
    }
  });
});
