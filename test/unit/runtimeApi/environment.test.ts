import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Environment, type RuntimeClient } from '../../../broker/runtimeApi/environment.ts';
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
  let environment: Environment;
  let client: FakeClient;

  beforeEach(() => {
    events = new RecordedRuntime();
    environment = new Environment(events);
    client = new FakeClient();
  });

  /** Ways into each state. */
  const enter = {
    starting: () => undefined,
    initFailed: () => environment.initError(client, ERROR),
    waiting: () => environment.next(client),
    running: () => {
      environment.next(client);
      environment.handOver(invocation('one'));
    },
    answered: () => {
      enter.running();
      environment.respond(client, 'one', Buffer.alloc(0));
    },
  } as const;
  type State = keyof typeof enter;

  const calls = {
    next: () => environment.next(new FakeClient()),
    initError: () => environment.initError(new FakeClient(), ERROR),
    response: () => environment.respond(new FakeClient(), 'one', Buffer.from('result')),
    error: () => environment.fail(new FakeClient(), 'one', ERROR),
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
        assert.equal(environment.state, state);
        events.take();
        const refused: Refusal | undefined = calls[call]();
        if (Array.isArray(expected)) {
          assert.equal(refused, undefined);
          assert.deepEqual([environment.state, ...events.take()], expected);
        } else {
          assert.deepEqual(refused, expected);
          assert.deepEqual([environment.state, ...events.take()], [state]);
        }
      });
    }
  }

  it('rejects the ID of another invocation, and of one that is over', () => {
    enter.answered();
    environment.next(client);
    environment.handOver(invocation('two'));
    events.take();
    assert.deepEqual(environment.respond(client, 'one', Buffer.alloc(0)), UNKNOWN_ID);
    assert.deepEqual(environment.fail(client, 'three', ERROR), UNKNOWN_ID);
    assert.deepEqual(events.take(), []);
    assert.equal(environment.respond(client, 'two', Buffer.alloc(0)), undefined);
  });

  describe('that gets an invocation', () => {
    for (const state of ['starting', 'answered'] as const) {
      it(`while it is ${state}, keeps it until the runtime asks`, () => {
        enter[state]();
        environment.handOver(invocation('two'));
        assert.equal(environment.state, state);
        const next = new FakeClient();
        environment.next(next);
        assert.deepEqual(next.delivered, ['two']);
        assert.equal(environment.state, 'running');
      });
    }

    it('while the runtime waits, gives it at once', () => {
      enter.running();
      assert.deepEqual(client.delivered, ['one']);
    });

    it('from a listener that hears that it is ready, or idle, gives it in the same call', () => {
      events.onEvent = (event) => {
        if (event === 'ready') environment.handOver(invocation('one'));
        if (event === 'idle') environment.handOver(invocation('two'));
      };
      environment.next(client);
      environment.respond(client, 'one', Buffer.alloc(0));
      environment.next(client);
      assert.deepEqual(client.delivered, ['one', 'two']);
      assert.deepEqual(events.take(), ['ready', 'response one ', 'idle']);
    });

    it('refuses a second one, whether the first is kept or runs', () => {
      environment.handOver(invocation('one'));
      assert.throws(() => environment.handOver(invocation('two')), /already has an invocation/);
      environment.next(client);
      assert.throws(() => environment.handOver(invocation('two')), /already has an invocation/);
      assert.deepEqual(client.delivered, ['one']);
    });
  });

  describe('whose client closes its connection', () => {
    const close = (unfinishedId?: string): void => {
      client.isOpen = false;
      environment.closeClient(client, unfinishedId);
    };

    it('while it waits, gives it no event, and keeps the event for the next', () => {
      enter.waiting();
      close();
      environment.handOver(invocation('one'));
      assert.deepEqual(client.delivered, []);
      const other = new FakeClient();
      environment.next(other);
      assert.deepEqual(other.delivered, ['one']);
      assert.deepEqual(events.take(), ['ready', 'gone', 'ready']);
    });

    it('while it waits, gives it no event even before the end of the connection was heard', () => {
      enter.waiting();
      client.isOpen = false;
      environment.handOver(invocation('one'));
      close();
      assert.deepEqual(client.delivered, []);
      assert.deepEqual(events.take(), ['ready', 'gone']);
      assert.equal(environment.state, 'starting');
    });

    it('before all of the event has left, keeps the event for the next', () => {
      enter.running();
      client.hasDelivered = false;
      close();
      const other = new FakeClient();
      environment.next(other);
      assert.deepEqual(other.delivered, ['one']);
      assert.deepEqual(events.take(), ['ready', 'gone', 'ready']);
    });

    it('after the event has left, waits for a response on another connection', () => {
      enter.running();
      close();
      assert.deepEqual(events.take(), ['ready']);
      assert.equal(environment.respond(new FakeClient(), 'one', Buffer.from('late')), undefined);
      assert.deepEqual(events.take(), ['response one late']);
    });

    it('in the middle of a response, fails the invocation, and waits for the next call', () => {
      enter.running();
      assert.ok(environment.beginAnswer(client, 'one'));
      close('one');
      assert.equal(environment.state, 'answered');
      assert.match(events.take().at(-1) ?? '', /^error one Runtime\.TruncatedResponse /);
      assert.equal(environment.next(new FakeClient()), undefined);
      assert.deepEqual(events.take(), ['idle']);
    });

    it('in the middle of a response that came whole on another connection, changes nothing', () => {
      enter.running();
      environment.beginAnswer(client, 'one');
      environment.respond(new FakeClient(), 'one', Buffer.from('whole'));
      close('one');
      assert.deepEqual(events.take(), ['ready', 'response one whole']);
    });
  });

  describe('whose process is started again on its port', () => {
    const startAgain = (): Refusal | undefined => {
      client.isOpen = false;
      environment.closeClient(client, undefined);
      events.take();
      return environment.next(new FakeClient());
    };

    it('in the middle of an invocation, abandons that and waits', () => {
      enter.running();
      assert.equal(startAgain(), undefined);
      assert.deepEqual(events.take(), ['abandoned one', 'ready']);
      assert.deepEqual(environment.respond(client, 'one', Buffer.alloc(0)), UNKNOWN_ID);
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
      assert.equal(environment.initError(new FakeClient(), ERROR), undefined);
      assert.deepEqual(events.take(), ['initError Error {}']);
      assert.equal(environment.state, 'initFailed');
    });

    it('before the end of the waiting one was heard, is the one that waits', () => {
      enter.waiting();
      client.isOpen = false;
      const other = new FakeClient();
      assert.equal(environment.next(other), undefined);
      environment.closeClient(client, undefined);
      environment.handOver(invocation('one'));
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
      environment.close();
      assert.throws(() => environment.handOver(invocation('two')), /is closed/);
      client.isOpen = false;
      environment.closeClient(client, 'one');
      assert.deepEqual(environment.next(new FakeClient()), FORBIDDEN('Closed', READY));
      assert.deepEqual(environment.respond(client, 'one', Buffer.alloc(0)), UNKNOWN_ID);
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
        events.onEvent = () => environment.close();
        const other = new FakeClient();
        environment.next(other);
        assert.deepEqual(events.take(), [event]);
        assert.equal(environment.state, 'closed');
        assert.deepEqual(other.delivered, []);
      });
    }
  });
});
