import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { DebugAdapterTracker, DebugSession } from 'vscode';
import type { RequestMethod } from '../../../broker/protocol/method.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import type { EventSource } from '../../../extension/broker/supervisedClient.ts';
import { BreakpointHolds, findProgram } from '../../../extension/debug/hold.ts';
import { describeUnheld } from '../../../extension/debug/unheldText.ts';
import { ConsumerRegistry } from '../../../extension/launch/consumerRegistry.ts';

/** A client that notes what it is asked, and answers as a broker would that knows process 71 as a program. */
class FakeBroker {
  readonly asked: string[] = [];
  isRunning = true;
  seesProcesses = true;
  private readonly connectListeners: (() => void)[] = [];

  get state() {
    return { kind: this.isRunning ? 'running' : 'stopped' };
  }

  onDidConnect(listener: () => void) {
    this.connectListeners.push(listener);
    return { dispose: () => undefined };
  }

  request<P>(
    { method }: RequestMethod<P, unknown>,
    { consumerId = '' }: P & { readonly consumerId?: string },
  ) {
    this.asked.push([method.replace('queueside/', ''), consumerId].join(' ').trim());
    return Promise.resolve({ consumerId: 'process 71', seesProcesses: this.seesProcesses });
  }

  connect(): void {
    this.isRunning = true;
    for (const listener of this.connectListeners) listener();
  }
}

function emitter(): EventSource<void> {
  const listeners: (() => void)[] = [];
  return {
    event: (listener: () => void) => {
      listeners.push(listener);
      return { dispose: () => undefined };
    },
    fire: () => {
      for (const listener of listeners) listener();
    },
    dispose: () => undefined,
  };
}
/** Lets requests and answers that are under way finish. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const HOLD = ['consumer/attach', 'clock/hold process 71'];
const RELEASE = 'clock/release process 71';

describe('a program to which a debugger has attached', () => {
  let broker: FakeBroker;
  let consumers: ConsumerRegistry;
  let holds: BreakpointHolds;
  let session: DebugSession;
  let tracker: DebugAdapterTracker;

  beforeEach(() => {
    broker = new FakeBroker();
    const client = broker as unknown as BrokerClient;
    consumers = new ConsumerRegistry(client, emitter());
    holds = new BreakpointHolds({
      session: client,
      consumers,
      isEnabled: () => true,
      emitter: emitter(),
      log: { warn: (message) => assert.fail(message) },
    });
    session = makeSession('python');
    const made = holds.createDebugAdapterTracker(session);
    assert.ok(made);
    tracker = made;
  });

  const emit = async (event: string, body: object) => {
    tracker.onDidSendMessage?.({ type: 'event', event, body });
    await settle();
  };
  const recognize = () => consumers.describeRecognition(session.id)?.kind;

  it('is held while it is paused, and released when it continues', async () => {
    await emit('process', { systemProcessId: 71 });
    await emit('stopped', { threadId: 1, allThreadsStopped: true });
    assert.deepEqual(broker.asked, HOLD);
    assert.deepEqual([recognize(), holds.count], ['attached', 1]);
    await emit('continued', { threadId: 1, allThreadsContinued: true });
    assert.deepEqual(broker.asked, [...HOLD, RELEASE]);
  });

  it('is not held without a broker, and again with the next one', async () => {
    await emit('process', { systemProcessId: 71 });
    await emit('stopped', { threadId: 1, allThreadsStopped: true });
    broker.isRunning = false;
    assert.equal(holds.count, 0);
    broker.connect();
    await settle();
    assert.equal(holds.count, 1);
  });

  it('is held too if it was paused before its process is known', async () => {
    await emit('stopped', { threadId: 1 });
    assert.deepEqual([broker.asked, recognize()], [[], 'unknownProcess']);
    await emit('process', { systemProcessId: 71 });
    assert.deepEqual(broker.asked, HOLD);
  });

  it('is not held if it runs on another machine, or its debugger does not report its process', async () => {
    await emit('process', { systemProcessId: 71, isLocalProcess: false });
    await emit('process', { name: 'worker' });
    await emit('stopped', { threadId: 1 });
    assert.deepEqual([broker.asked, recognize()], [[], 'unknownProcess']);
  });

  it('is not held if the system does not show which calls are its own', async () => {
    broker.seesProcesses = false;
    await emit('process', { systemProcessId: 71 });
    await emit('stopped', { threadId: 1 });
    assert.deepEqual([broker.asked, recognize()], [['consumer/attach'], 'unknownCalls']);
  });

  it('starts no broker, and is held when one connects', async () => {
    broker.isRunning = false;
    await emit('process', { systemProcessId: 71 });
    await emit('stopped', { threadId: 1 });
    assert.deepEqual(broker.asked, []);
    broker.connect();
    await settle();
    assert.deepEqual(broker.asked, HOLD);
  });

  it('is released and forgotten when its session ends', async () => {
    await emit('process', { systemProcessId: 71 });
    await emit('stopped', { threadId: 1 });
    holds.endSession(session);
    assert.deepEqual(broker.asked, [...HOLD, RELEASE]);
    assert.deepEqual([consumers.programs, recognize()], [[], undefined]);
  });

  it('does not exist in a browser', () => {
    assert.equal(holds.createDebugAdapterTracker(makeSession('chrome')), undefined);
  });

  it('is a launch for the sessions below one', () => {
    const launch = makeSession('node', { env: { AWS_ACCESS_KEY_ID: 'QSDABCDEFGHIJKLMNOPQ' } });
    assert.equal(findProgram({ ...makeSession('pwa-node'), parentSession: launch }), 'QSDABCDEFGHIJKLMNOPQ');
  });
});

describe('why nothing is held for a paused program', () => {
  const attached = { name: 'A', kind: 'attached', processId: 71, hasOwn: false } as const;
  const busy = { ...attached, hasOwn: true };
  const launched = { name: 'L', kind: 'launched', hasOwn: true } as const;
  const cases: readonly (readonly [
    name: string,
    text: RegExp | undefined,
    given: Parameters<typeof describeUnheld>,
  ])[] = [
    [
      'is its debugger',
      /does not report a process/,
      [[{ name: 'A', kind: 'unknownProcess', hasOwn: false }], true],
    ],
    [
      'is the system',
      /does not show which process/,
      [[{ name: 'A', kind: 'unknownCalls', hasOwn: false }], true],
    ],
    ['is that no message is known to be its', /none is known to be in flight/, [[attached], true]],
    [
      'is said also while a launched program has messages',
      /for “A”: none is known/,
      [[launched, attached], true],
    ],
    ['is nothing while its messages are held', undefined, [[busy], true]],
    ['is nothing for a launch', undefined, [[{ ...launched, hasOwn: false }], true]],
    ['is nothing without messages in flight', undefined, [[attached], false]],
    ['is nothing while no program is paused', undefined, [[], true]],
  ];
  for (const [name, text, given] of cases) {
    it(name, () => {
      const said = describeUnheld(...given);
      if (text === undefined) assert.equal(said, undefined);
      else assert.match(said ?? '', text);
    });
  }
});

function makeSession(type: string, configuration: object = {}): DebugSession {
  return { id: `session of ${type}`, type, name: type, configuration } as DebugSession;
}
