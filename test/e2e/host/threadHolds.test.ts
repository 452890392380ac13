import assert from 'node:assert/strict';
import { commands, type DebugSession, debug } from 'vscode';
import { callSqs } from '../../support/callSqs.ts';
import type { Script, ScriptedLaunch } from './scriptedDebugger/adapter.ts';
import { activateExtension } from './support/activateExtension.ts';

/** Longer than the visibility timeout of the messages here. */
const AFTER_THE_TIMEOUT_MS = 20_000;
const SINGLE_THREAD = { capabilities: { supportsSingleThreadExecutionRequests: true } };

interface Case {
  readonly type?: string;
  readonly configuration?: object;
  /** What the adapter reports and is asked, in order. */
  readonly run: (program: Program) => Promise<void>;
  readonly isHeld: boolean;
}

/** A program with two threads, one of which holds a message. The test controls its debug adapter. */
class Program {
  readonly session: DebugSession;

  constructor(session: DebugSession) {
    this.session = session;
  }

  emit(event: string, body: object): Promise<void> {
    return this.follow({ kind: 'emit', event, body });
  }

  stop(threadId: number, more: object = {}): Promise<void> {
    return this.emit('stopped', { reason: 'breakpoint', threadId, ...more });
  }

  answer(command: string, body: object): Promise<void> {
    return this.follow({ kind: 'answer', command, body });
  }

  refuse(command: string): Promise<void> {
    return this.follow({ kind: 'answer', command, refused: true });
  }

  async ask(command: string, args: object): Promise<void> {
    await this.session.customRequest(command, args);
  }

  async follow(script: Script): Promise<void> {
    await this.session.customRequest('script', script);
  }
}

const bothStop = async (program: Program): Promise<void> => {
  await program.stop(1);
  await program.stop(2);
};
const allStop = async (program: Program): Promise<void> => {
  await program.stop(1, { allThreadsStopped: true });
  // The editor does so too, at a time of its own.
  await program.ask('threads', {});
};

const CASES: Readonly<Record<string, Case>> = {
  'while the other thread is stepped': {
    run: async (program) => {
      await bothStop(program);
      await program.ask('next', { threadId: 1 });
    },
    isHeld: true,
  },
  'while the other thread is stepped by the debugger for Java, where all stopped': {
    type: 'java',
    run: async (program) => {
      await allStop(program);
      await program.ask('next', { threadId: 1 });
    },
    isHeld: true,
  },
  'while the other thread is stepped with steppingResumesAllThreads off': {
    configuration: { steppingResumesAllThreads: false },
    run: async (program) => {
      await allStop(program);
      await program.ask('next', { threadId: 1 });
    },
    isHeld: true,
  },
  'while the other thread is stepped alone, as the request says': {
    configuration: SINGLE_THREAD,
    run: async (program) => {
      await allStop(program);
      await program.ask('next', { threadId: 1, singleThread: true });
    },
    isHeld: true,
  },
  'while the other thread alone goes on, as the answer says': {
    run: async (program) => {
      await bothStop(program);
      await program.answer('continue', { allThreadsContinued: false });
      await program.ask('continue', { threadId: 1 });
    },
    isHeld: true,
  },
  'while the other thread goes on, as an event says': {
    run: async (program) => {
      await allStop(program);
      await program.emit('continued', { threadId: 1, allThreadsContinued: false });
    },
    isHeld: true,
  },
  'when the adapter refuses to go on': {
    run: async (program) => {
      await bothStop(program);
      await program.refuse('continue');
      await assert.rejects(program.ask('continue', { threadId: 1 }));
    },
    isHeld: true,
  },
  'when a step goes on with all threads, which stopped together': {
    run: async (program) => {
      await allStop(program);
      await program.ask('next', { threadId: 1 });
    },
    isHeld: false,
  },
  'when the adapter says that a step goes on with all threads': {
    run: async (program) => {
      await bothStop(program);
      await program.ask('next', { threadId: 1 });
      await program.emit('continued', { threadId: 1, allThreadsContinued: true });
    },
    isHeld: false,
  },
  'when the program goes on': {
    run: async (program) => {
      await bothStop(program);
      await program.ask('continue', { threadId: 1 });
    },
    isHeld: false,
  },
  'when both threads have gone on, one after the other': {
    run: async (program) => {
      await bothStop(program);
      await program.answer('continue', { allThreadsContinued: false });
      await program.ask('continue', { threadId: 2 });
      await program.ask('next', { threadId: 1 });
    },
    isHeld: false,
  },
};

describe('the hold of a program with two threads', () => {
  let endpoint: string;
  let queueUrl: string;
  let count = 0;

  before(async () => {
    endpoint = await (await activateExtension()).start();
  });

  beforeEach(async () => {
    count += 1;
    queueUrl = String((await callSqs(endpoint, 'CreateQueue', { QueueName: `threads-${count}` })).QueueUrl);
    await callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: 'between two threads' });
  });

  afterEach(async () => {
    await debug.stopDebugging();
    await commands.executeCommand('queueside.resetClock');
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl });
    // What is known of it would make a stop of the broker ask about its messages.
    await commands.executeCommand('queueside.refreshQueues');
  });

  for (const [name, { type, configuration, run, isHeld }] of Object.entries(CASES)) {
    it(`${isHeld ? 'stays' : 'ends'} ${name}`, async () => {
      const program = await launch({ ...configuration, ...(type === undefined ? {} : { type }) });
      await run(program);
      await commands.executeCommand('queueside.advanceClock', AFTER_THE_TIMEOUT_MS);
      assert.equal(await isDeliveredAgain(), !isHeld);
    });
  }

  it('ends when the debug adapter crashes', async () => {
    const program = await launch({});
    await bothStop(program);
    const ended = new Promise<void>((resolve) => {
      const listener = debug.onDidTerminateDebugSession(() => {
        listener.dispose();
        resolve();
      });
    });
    program.follow({ kind: 'crash' }).catch(() => undefined);
    await ended;
    await commands.executeCommand('queueside.advanceClock', AFTER_THE_TIMEOUT_MS);
    assert.equal(await isDeliveredAgain(), true);
  });

  it('ends when the program is started again, and begins at its next stop', async () => {
    const program = await launch({});
    await bothStop(program);
    const begun = waitForStart();
    await commands.executeCommand('workbench.action.debug.restart');
    const again = new Program(await begun);
    await commands.executeCommand('queueside.advanceClock', AFTER_THE_TIMEOUT_MS);
    await receiveAs(again);
    await bothStop(again);
    await commands.executeCommand('queueside.advanceClock', AFTER_THE_TIMEOUT_MS);
    assert.equal(await isDeliveredAgain(), false);
  });

  /** Starts a program, which receives the message with its own access key. */
  async function launch(more: ScriptedLaunch & { readonly type?: string }): Promise<Program> {
    const begun = waitForStart();
    const configuration = {
      type: 'queueside-scripted',
      request: 'launch',
      name: `threads ${count}`,
      threads: [1, 2],
      ...more,
    };
    assert.ok(await debug.startDebugging(undefined, configuration), 'the session starts');
    const program = new Program(await begun);
    await receiveAs(program);
    return program;
  }

  /** Receives the message with the access key that the launch was given. */
  async function receiveAs({ session }: Program): Promise<void> {
    const { env } = session.configuration as { readonly env?: { readonly AWS_ACCESS_KEY_ID?: string } };
    assert.ok(env?.AWS_ACCESS_KEY_ID);
    const received = await callSqs(
      endpoint,
      'ReceiveMessage',
      { QueueUrl: queueUrl, VisibilityTimeout: 5 },
      env.AWS_ACCESS_KEY_ID,
    );
    assert.equal((received.Messages as unknown[] | undefined)?.length, 1);
  }

  async function isDeliveredAgain(): Promise<boolean> {
    const { Messages = [] } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl: queueUrl });
    return (Messages as unknown[]).length > 0;
  }
});

/** @returns the next session that starts */
function waitForStart(): Promise<DebugSession> {
  return new Promise((resolve) => {
    const listener = debug.onDidStartDebugSession((session) => {
      listener.dispose();
      resolve(session);
    });
  });
}
