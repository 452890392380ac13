import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { DebugConfiguration, DebugSession } from 'vscode';
import type { FunctionLaunch } from '../../../broker/functionRunner/functionProgram.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { makeEnvironment, makeFunction, orderEnvironment } from '../../support/functions/functionSamples.ts';

const CONFIGURATION = { type: 'queueside-function', request: 'launch', name: 'Mine', function: 'resize' };

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: {
    readonly output?: string;
    readonly threads?: readonly unknown[];
    readonly breakpoints?: readonly { readonly verified: boolean }[];
    readonly error?: { readonly showUser: boolean };
  };
}

/** What a request of the broker is, and rejects with. */
function refuse(text: string): PromiseLike<never> {
  const refused = Promise.reject(new Error(text));
  refused.catch(() => undefined);
  return refused;
}

/** Resolves when it is released. */
function hold(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

describe('a launch configuration that debugs a function', () => {
  let world: ConnectionWorld;
  let adapter: ReturnType<ConnectionWorld['functions']['createDebugAdapter']>;
  let sent: Message[];
  /** Called once at the next message. */
  let waiting: (() => void)[];

  beforeEach(async () => {
    world = await createConnectionWorld();
    const { session, functions } = world;
    world.debug.started.length = 0;
    world.debug.stopped.length = 0;
    world.debug.starts = true;
    session.state = { kind: 'running', info: {} as never };
    session.answer('function/run', { function: makeFunction('resize') });
    for (const name of ['leave', 'reportDebugger']) session.answer(`function/${name}`, null);
    tell({ state: 'idle' });
    sent = [];
    adapter = functions.createDebugAdapter({ configuration: CONFIGURATION } as never);
    adapter.onDidSendMessage((message) => {
      sent.push(message as Message);
      for (const look of waiting.splice(0)) look();
    });
    waiting = [];
  });

  afterEach(() => {
    adapter.dispose();
    world.consumers.dispose();
  });

  /** What the broker says of the function from now on. */
  function tell(more: Parameters<typeof makeFunction>[1]): void {
    const functions = [makeFunction('resize', { folder: '/shop', ...more })];
    for (const name of ['list', 'stop']) world.session.answer(`function/${name}`, { functions });
    world.session.notify('function/changed', { functions });
  }

  /** Sends a request as VS Code does. @returns its response */
  async function ask(command: string, args: object = {}): Promise<Message> {
    adapter.handleMessage({ type: 'request', seq: 1, command, arguments: args });
    return until((message) => message.type === 'response' && message.command === command);
  }
  async function until(holds: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = sent.find(holds);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
  }
  const isEnd = ({ event }: Message) => event === 'terminated';
  const mode = () => world.functions.runners.findMode('resize');
  /** The broker says that the window no longer runs it. */
  const endRun = () => world.session.notify('function/ended', { name: 'resize', isDeleted: false });
  /** The debugger starts an environment, as the broker orders. */
  async function openEnvironment(number: number, name = 'resize'): Promise<DebugSession> {
    const order = orderEnvironment(makeFunction(name, { folder: '/shop' }), number);
    const environment = { AWS_ACCESS_KEY_ID: order.credential.accessKeyId };
    const launch: FunctionLaunch = { command: ['node', 'loop.mjs'], folder: '/shop', environment };
    await world.functions.launches.start(order, launch, () => undefined);
    return openSession(world.debug.started.at(-1)?.configuration as DebugConfiguration);
  }
  function openSession(configuration: DebugConfiguration): DebugSession {
    const session = { name: configuration.name, type: 'node', configuration } as unknown as DebugSession;
    world.debug.sessionStarted.fire(session);
    return session;
  }

  it('runs the function under the debugger, has no threads, and leaves breakpoints to the environments', async () => {
    assert.equal((await ask('initialize')).success, true);
    assert.equal((await ask('launch')).success, true);
    assert.equal(mode(), 'debug');
    const { body } = await until(({ event }) => event === 'output');
    assert.match(body?.output ?? '', /^Debugging the function resize: the first message .*\n$/);
    assert.deepEqual((await ask('threads')).body?.threads, []);
    const set = await ask('setBreakpoints', { breakpoints: [{ line: 1 }, { line: 2 }] });
    assert.deepEqual(
      set.body?.breakpoints?.map(({ verified }) => verified),
      [false, false],
    );
    assert.equal((await ask('evaluate')).success, false);
    assert.ok(!sent.some(isEnd));
  });

  it('runs it without the debugger if VS Code starts it so', async () => {
    await ask('launch', { noDebug: true });
    assert.equal(mode(), 'run');
  });

  it('ends when the function is stopped elsewhere', async () => {
    await ask('launch');
    endRun();
    await until(isEnd);
    await ask('disconnect');
    assert.deepEqual(world.session.asked('function/stop'), []);
  });

  it('leaves the next run of the function alone when VS Code disconnects after the end of its own', async () => {
    const { runners } = world.functions;
    await ask('launch', { noDebug: true });
    const next = runners.run('resize', 'debug');
    await world.session.waitUntilAsked('function/stop');
    endRun();
    await until(isEnd);
    await next;
    await ask('disconnect');
    assert.equal(world.session.asked('function/stop').length, 1);
    assert.equal(mode(), 'debug');
  });

  it('runs the function again if VS Code restarts it before the last invocations are finished', async () => {
    await ask('launch');
    await ask('terminate');
    tell({ state: 'stopping' });
    const next = world.functions.createDebugAdapter({ configuration: CONFIGURATION } as never);
    next.onDidSendMessage((message) => sent.push(message as Message));
    sent.length = 0;
    next.handleMessage({ type: 'request', seq: 1, command: 'launch', arguments: {} });
    await turn();
    assert.equal(sent.length, 0);
    tell({ state: 'idle' });
    endRun();
    await world.session.waitUntilAsked('function/run', 2);
    await turn();
    assert.deepEqual(
      sent.map(({ event, command, success }) => event ?? [command, success]),
      ['terminated', 'output', ['launch', true]],
    );
    assert.equal(mode(), 'debug');
    next.dispose();
  });

  describe('that is ended during its launch', () => {
    /** What the session waits for, until it is released. */
    const WAITS: Readonly<Record<string, () => Promise<() => void>>> = {
      'the broker': () => {
        const { promise, release } = hold();
        world.session.start = () => promise.then(() => undefined);
        return Promise.resolve(release);
      },
      'the list of functions': () => {
        const { promise, release } = hold();
        const functions = [makeFunction('resize', { folder: '/shop' })];
        world.session.answer(
          'function/list',
          promise.then(() => ({ functions })),
        );
        return Promise.resolve(release);
      },
      'invocations of the other mode': async () => {
        await world.functions.runners.run('resize', 'run');
        return endRun;
      },
    };
    for (const [what, wait] of Object.entries(WAITS)) {
      for (const command of ['terminate', 'disconnect']) {
        it(`ends at once at ${command} while it waits for ${what}, and the function does not run`, async () => {
          const release = await wait();
          const before = world.session.asked('function/run').length;
          const launched = ask('launch');
          await turn();
          assert.equal((await ask(command)).success, true);
          const { success, body } = await launched;
          assert.deepEqual([success, body?.error?.showUser], [false, false]);
          release();
          await turn();
          assert.deepEqual([world.session.asked('function/run').length, mode()], [before, undefined]);
        });
      }
    }

    for (const [what, stops, begin] of [
      ['stops the function if it has just begun', 1, () => undefined],
      [
        'leaves the function alone if Debug Function began it',
        0,
        () => void world.functions.runners.run('resize', 'debug'),
      ],
    ] as const) {
      it(what, async () => {
        const { promise, release } = hold();
        const begun = promise.then(() => ({ function: makeFunction('resize') }));
        world.session.answer('function/run', begun);
        begin();
        const launched = ask('launch');
        await turn();
        assert.equal(world.session.asked('function/run').length, 1);
        await ask('terminate');
        assert.equal((await launched).success, false);
        release();
        await turn();
        assert.equal(world.session.asked('function/stop').length, stops);
      });
    }
  });

  it('stops the function when it is ended: what is paused ends at once, and the rest when it is forced', async () => {
    // Debug Function has started it.
    await world.functions.runners.run('resize', 'debug');
    const paused = await openEnvironment(1);
    await ask('launch');
    tell({
      state: 'running',
      environments: [
        makeEnvironment('resize', 1, { state: 'busy', isPaused: true }),
        makeEnvironment('resize', 2, { state: 'busy' }),
      ],
    });
    const busy = await openEnvironment(2);
    openSession({ type: 'node', request: 'launch', name: 'resize #1' });
    await openEnvironment(3, 'resizeMore');
    await ask('terminate');
    assert.deepEqual(world.session.asked('function/stop'), [{ name: 'resize' }]);
    assert.deepEqual(world.debug.stopped, [paused]);
    world.debug.sessionEnded.fire(paused);
    await turn();
    assert.ok(!sent.some(isEnd));
    await ask('disconnect');
    assert.deepEqual(world.debug.stopped, [paused, busy]);
    endRun();
    await until(isEnd);
  });

  // VS Code shows a failure in a dialog; what a notification has shown is not shown again.
  for (const [what, prepare, shownBy, says] of [
    [
      'does not exist',
      () => world.session.answer('function/list', { functions: [] }),
      'notification',
      /^The function resize does not exist\. Declare it/,
    ],
    [
      'has a command, and runs without the debugger',
      () => {
        tell({ definition: { command: 'node x.js' } });
        return world.functions.runners.run('resize', 'run');
      },
      'notification',
      /^The debugger cannot start the function resize: it has a command/,
    ],
    [
      'is run by another program',
      () => world.session.answer('function/run', refuse('Another program runs the function.')),
      'dialog',
      /^Another program runs the function\.$/,
    ],
  ] as const) {
    it(`does not start if the function ${what}, and never stops it`, async () => {
      await prepare();
      const { success, message, body } = await ask('launch');
      assert.equal(success, false);
      const isInDialog = shownBy === 'dialog';
      assert.equal(body?.error?.showUser, isInDialog);
      const [told = '', ...others] = isInDialog ? [message] : world.window.said;
      assert.match(told, says);
      assert.deepEqual(others, []);
      await ask('disconnect');
      assert.deepEqual(world.session.asked('function/stop'), []);
    });
  }

  it('is offered for each function that can be debugged', async () => {
    const functions = [makeFunction('resize'), makeFunction('shell', { definition: { command: 'x' } })];
    world.session.answer('function/list', { functions });
    assert.deepEqual(await world.functions.listConfigurations(), [
      { ...CONFIGURATION, name: 'Debug resize' },
    ]);
  });

  for (const [when, listed, says] of [
    ['no function exists', [], 'No functions exist. Declare one in queueside.json, or use a template.'],
    [
      'each has a command',
      [makeFunction('shell', { definition: { command: 'x' } })],
      'No function can be debugged: each has a command.',
    ],
  ] as const) {
    it(`is offered for no function if ${when}, and a message says so`, async () => {
      world.session.answer('function/list', { functions: listed });
      assert.deepEqual(await world.functions.listConfigurations(), []);
      assert.deepEqual(world.window.said, [says]);
    });
  }

  it('asks for its function if it names none', async () => {
    const { function: _function, ...unnamed } = CONFIGURATION;
    world.window.choose = (items) => items.find(({ label }) => label === 'resize');
    assert.deepEqual(await world.functions.resolveConfiguration(unnamed), CONFIGURATION);
    world.window.choose = () => undefined;
    assert.equal(await world.functions.resolveConfiguration(unnamed), undefined);
    assert.equal(await world.functions.resolveConfiguration(CONFIGURATION), CONFIGURATION);
  });
});
