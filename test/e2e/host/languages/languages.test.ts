import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  commands,
  type DebugSession,
  debug,
  extensions,
  Location,
  Position,
  SourceBreakpoint,
  Uri,
} from 'vscode';
import type { QueuesideApi } from '../../../../extension/api.ts';
import { callSqs } from '../../../support/callSqs.ts';
import { findFreePort } from '../../../support/findFreePort.ts';
import { readDebuggers } from '../realDebuggers/debuggers.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { waitForEvent } from '../support/debugSessions.ts';

/** Longer than the visibility timeout of the queues. */
const LATER_MS = 60_000;
const MARK = '← set a breakpoint here';

interface Language {
  readonly type: string;
  /** The file with the breakpoint. */
  readonly source: string;
  /** On the line of the breakpoint. */
  readonly mark: string;
  /** Members of the launch configuration. */
  readonly launch: object;
  readonly queue: string;
  /** Called before the launch; what it returns resolves when the message is deleted. */
  readonly watch: () => () => Promise<unknown>;
}

interface Attachable {
  readonly type: string;
  readonly source: string;
  /** Its debugger finds the line of the breakpoint only some time after it has attached. */
  readonly bindsLate?: true;
  /** Starts the program by hand; resolves with the configuration that attaches to it. */
  readonly start: () => Promise<{ readonly child: ChildProcess; readonly attach: object }>;
}

describe('debugging other languages', () => {
  const { python, rustClient, samples } = readDebuggers();
  const sample = (language: string) => {
    const found = samples[language];
    assert.ok(found, `the sample in ${language} is built`);
    return found;
  };
  let api: QueuesideApi;
  let endpoint: string;
  let folder: string;
  let child: ChildProcess | undefined;

  before(async () => {
    api = await activateExtension();
    endpoint = await api.start();
    await extensions.getExtension('queueside-tests.real-debuggers')?.activate();
    folder = mkdtempSync(join(tmpdir(), 'queueside-languages-'));
    const files = readdirSync(sample('Python').folder).filter((name) => name.endsWith('.py'));
    for (const name of files) cpSync(join(sample('Python').folder, name), join(folder, name));
    const javascript = join(__dirname, '..', '..', '..', '..', '..', 'extension', 'samples', 'watermark');
    for (const name of readdirSync(javascript)) {
      if (name !== 'bucket') cpSync(join(javascript, name), join(folder, name), { recursive: true });
    }
    cpSync(join(javascript, 'bucket', 'uploads'), join(folder, 'bucket', 'uploads'), { recursive: true });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  afterEach(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    await debug.stopDebugging();
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    }
    child = undefined;
    await commands.executeCommand('queueside.resetClock');
  });

  const queuesOf = (name: string) => ({ TASK_QUEUE: `tasks-${name}`, DONE_QUEUE: `done-${name}` });
  /** The worker reports a task, and then deletes it: the next empty receive comes after that. */
  async function waitForDone(name: string): Promise<void> {
    const done = await receive(await createQueue(`done-${name}`), { WaitTimeSeconds: 20 });
    assert.equal(done.length, 1, 'the task is reported');
    while ((await count(`tasks-${name}`)).join() !== '0,0') await refresh();
  }

  const launches: Readonly<Record<string, () => Language>> = {
    Python: () => ({
      type: 'debugpy',
      source: join(folder, 'worker.py'),
      mark: MARK,
      launch: {
        program: join(folder, 'worker.py'),
        python: sample('Python').worker[0],
        cwd: folder,
        console: 'internalConsole',
        env: queuesOf('python'),
      },
      queue: 'tasks-python',
      watch: () => () => waitForDone('python'),
    }),
    Go: () => ({
      type: 'go',
      source: join(sample('Go').folder, 'worker.go'),
      mark: MARK,
      launch: {
        mode: 'exec',
        program: sample('Go').worker[0],
        args: ['worker'],
        cwd: folder,
        env: queuesOf('go'),
      },
      queue: 'tasks-go',
      watch: () => () => waitForDone('go'),
    }),
    Rust: () => ({
      type: 'lldb-dap',
      source: join(rustClient, 'src', 'main.rs'),
      mark: 'assert_eq!(message.message_id(), sent.message_id());',
      launch: { program: join(rustClient, 'client'), cwd: folder, env: ['CLIENT_PREFIX=rust'] },
      queue: 'rust-standard',
      watch: () => {
        const held = waitForEvent('output', (body) => body?.output?.includes('held: attributes') === true);
        return () => held;
      },
    }),
    Java: () => ({
      type: 'java',
      source: join(sample('Java').folder, 'src', 'main', 'java', 'Worker.java'),
      mark: MARK,
      launch: {
        mainClass: 'Worker',
        classPaths: [join(sample('Java').folder, 'target', '*')],
        cwd: folder,
        env: queuesOf('java'),
      },
      queue: 'tasks-java',
      watch: () => () => waitForDone('java'),
    }),
  };

  for (const [name, describeLanguage] of Object.entries(launches)) {
    it(`holds the message of a program in ${name} at a breakpoint, and releases it afterwards`, async () => {
      const { type, source, mark, launch, queue, watch } = describeLanguage();
      setBreakpoint(source, mark);
      if (mark === MARK) await sendTask(queue);
      const waitForEnd = watch();
      const stopped = waitForEvent('stopped');
      const configuration = { type, request: 'launch', name: `Worker in ${name}`, ...launch };
      assert.ok(await debug.startDebugging(undefined, configuration), 'the session starts');
      const { session, body } = await stopped;
      await assertHeld(queue);
      debug.removeBreakpoints(debug.breakpoints);
      await goOn(session, body?.threadId);
      await waitForEnd();
    });
  }

  const attachments: Readonly<Record<string, () => Attachable>> = {
    'Node.js': () => ({
      type: 'node',
      bindsLate: true,
      source: join(folder, 'worker.js'),
      start: async () => {
        const worker = start(process.execPath, ['--inspect=0', 'worker.js'], 'node');
        assert.ok(worker.stderr);
        for await (const line of createInterface({ input: worker.stderr })) {
          const port = /^Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
          if (port !== undefined)
            return { child: worker, attach: { address: '127.0.0.1', port: Number(port) } };
        }
        throw new Error('Node.js opened no port for debuggers.');
      },
    }),
    Python: () => ({
      type: 'debugpy',
      source: join(folder, 'worker.py'),
      start: async () => {
        const port = await findFreePort();
        const packages = join(python, '..', '..', 'lib');
        const [version = ''] = readdirSync(packages).filter((name) => name.startsWith('python'));
        const args = ['-m', 'debugpy', '--listen', `127.0.0.1:${port}`, 'worker.py'];
        const worker = start(sample('Python').worker[0] ?? '', args, 'python', {
          PYTHONPATH: join(packages, version, 'site-packages'),
        });
        return { child: worker, attach: { connect: { host: '127.0.0.1', port } } };
      },
    }),
    Go: () => ({
      type: 'go',
      source: join(sample('Go').folder, 'worker.go'),
      start: async () => {
        const worker = start(sample('Go').worker[0] ?? '', ['worker'], 'go');
        return { child: worker, attach: { mode: 'local', processId: worker.pid } };
      },
    }),
  };

  for (const [name, describeAttachable] of Object.entries(attachments)) {
    it(`holds the message of a program in ${name} to which a debugger attaches`, async () => {
      const { type, source, bindsLate, start: startProgram } = describeAttachable();
      const suffix = { node: 'node', debugpy: 'python', go: 'go' }[type] ?? type;
      const queue = `tasks-attached-${suffix}`;
      const program = await startProgram();
      child = program.child;
      await waitForLine(child, 'waiting for tasks');
      setBreakpoint(source, MARK);
      const bound =
        bindsLate && waitForEvent('breakpoint', (breakpoint) => breakpoint?.breakpoint?.verified === true);
      const stopped = waitForEvent('stopped');
      const configuration = { type, request: 'attach', name: `Attached, ${name}`, ...program.attach };
      assert.ok(await debug.startDebugging(undefined, configuration), 'the session starts');
      await bound;
      await sendTask(queue);
      const { session, body } = await stopped;
      await assertHeld(queue);
      debug.removeBreakpoints(debug.breakpoints);
      await goOn(session, body?.threadId);
      await waitForDone(`attached-${suffix}`);
    });
  }

  function start(command: string, args: readonly string[], suffix: string, more: object = {}): ChildProcess {
    const variables = {
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      NODE_OPTIONS: '',
      ...queuesOf(`attached-${suffix}`),
      ...more,
    };
    return spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** While it is paused, the message stays with the program, and is shown where it is paused. */
  async function assertHeld(queue: string): Promise<void> {
    assert.match(await waitForInlineMessage(), /^✉ [\da-f]{8} · held, \d+ s left$/);
    await commands.executeCommand('queueside.advanceClock', LATER_MS);
    const queueUrl = await createQueue(queue);
    assert.deepEqual(await receive(queueUrl, {}), []);
    assert.deepEqual(await count(queue), ['0', '1']);
  }

  const refresh = () => commands.executeCommand('queueside.refreshQueues');

  function waitForInlineMessage(): Promise<string> {
    const inline = api.testing?.inlineMessage;
    assert.ok(inline);
    const isHeld = (text: string | undefined): text is string => text?.includes('held') === true;
    if (isHeld(inline.text)) return Promise.resolve(inline.text);
    return new Promise((resolve) => {
      const listener = inline.onDidChange((text) => {
        if (!isHeld(text)) return;
        listener.dispose();
        resolve(text);
      });
    });
  }

  async function createQueue(QueueName: string): Promise<string> {
    return String((await callSqs(endpoint, 'CreateQueue', { QueueName })).QueueUrl);
  }

  async function sendTask(queue: string): Promise<void> {
    const MessageBody = JSON.stringify({ key: 'uploads/sea.png', text: 'From the test' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl: await createQueue(queue), MessageBody });
  }

  async function receive(QueueUrl: string, more: object): Promise<unknown[]> {
    const { Messages = [] } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl, ...more });
    return Messages as unknown[];
  }

  async function count(queue: string): Promise<(string | undefined)[]> {
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl: await createQueue(queue),
      AttributeNames: ['All'],
    });
    const counts = Attributes as Record<string, string>;
    return [counts.ApproximateNumberOfMessages, counts.ApproximateNumberOfMessagesNotVisible];
  }
});

function setBreakpoint(source: string, mark: string): void {
  const line = readFileSync(source, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes(mark));
  assert.ok(line >= 0, `${source} has the line`);
  debug.addBreakpoints([new SourceBreakpoint(new Location(Uri.file(source), new Position(line, 0)))]);
}

async function goOn(session: DebugSession, threadId: number | undefined): Promise<void> {
  await session.customRequest('continue', { threadId });
}

async function waitForLine({ stdout }: ChildProcess, text: string): Promise<void> {
  assert.ok(stdout);
  let seen = '';
  await new Promise<void>((resolve) => {
    stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve();
    });
  });
}
