import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { commands, debug, extensions, Uri, workspace } from 'vscode';
import type { FunctionDefinition } from '../../../../broker/protocol/functionDefinition.ts';
import { deleteFunction, type FunctionInfo, putFunction } from '../../../../broker/protocol/functions.ts';
import type { BrokerClient } from '../../../../extension/broker/brokerClient.ts';
import { callSqs } from '../../../support/callSqs.ts';
import { waitUntilGone } from '../../../support/witness.ts';
import { readDebuggers } from '../realDebuggers/debuggers.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { setBreakpoint, stopInHandler } from '../support/stopInHandler.ts';
import { waitForFunction } from '../support/waitForFunction.ts';

const NAME = 'languages-resize';
const VISIBILITY_MS = 30_000;
const TIMEOUT_MS = 1000;
const BODY = '{"image":1}';
const MARK = '← stops here';

const PYTHON = `
def handler(event, context):
    record = event["Records"][0]
    print("resized", record["body"])  # ${MARK}
`;

interface Language {
  readonly definition: Omit<FunctionDefinition, 'name'>;
  readonly source: string;
  /** On the line of the breakpoint. */
  readonly mark: string;
  /** What expressions are there, as the debugger writes it. */
  readonly values?: Readonly<Record<string, string>>;
}

describe('a function in another language', function () {
  this.timeout(120_000);
  const { functions, buildsGo } = readDebuggers();
  let session: BrokerClient;
  let endpoint: string;
  let count = 0;
  let queue: string;
  let queueUrl: string;
  let folder: string;

  before(async () => {
    const api = await activateExtension();
    endpoint = await api.start();
    await extensions.getExtension('queueside-tests.real-debuggers')?.activate();
    session = api.testing?.connections.all[0]?.can.idempotence ?? assert.fail('no broker');
    const [opened] = workspace.workspaceFolders ?? [];
    assert.ok(opened, 'a folder is open');
    folder = join(opened.uri.fsPath, 'functions');
    mkdirSync(folder);
  });

  beforeEach(async () => {
    // The name of one that was deleted is taken for a minute.
    queue = `${NAME}-${++count}`;
    queueUrl = String((await callSqs(endpoint, 'CreateQueue', { QueueName: queue })).QueueUrl);
  });

  afterEach(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    await debug.stopDebugging();
    await session.request(deleteFunction, { name: NAME });
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl });
    await commands.executeCommand('queueside.resetClock');
  });

  after(() => rmSync(folder, { recursive: true }));

  const built = (language: string) => functions[language]?.folder ?? assert.fail(`none in ${language}`);
  const functionIs = (holds: (info: FunctionInfo) => boolean) => waitForFunction(session, NAME, holds);
  const send = () => callSqs(endpoint, 'SendMessage', { QueueUrl: queueUrl, MessageBody: BODY });

  async function countMessages(): Promise<readonly (string | undefined)[]> {
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl: queueUrl,
      AttributeNames: ['All'],
    });
    const counts = Attributes as Record<string, string>;
    return [counts.ApproximateNumberOfMessages, counts.ApproximateNumberOfMessagesNotVisible];
  }

  /** Debugs the function up to its breakpoint. */
  async function stop({ definition, source, mark }: Language) {
    const timeout = TIMEOUT_MS / 1000;
    await session.request(putFunction, { name: NAME, ...definition, timeout, mappings: [{ queue }] });
    await setBreakpoint(Uri.file(source), mark);
    await commands.executeCommand('queueside.debugFunction', NAME);
    return stopInHandler(Uri.file(source), send);
  }

  function writePython(): Language {
    const source = join(folder, 'resize.py');
    writeFileSync(source, PYTHON);
    return {
      definition: { runtime: 'python3.13', handler: 'resize.handler', directory: folder },
      source,
      mark: MARK,
      values: {
        'record["body"]': `'${BODY}'`,
        'context.get_remaining_time_in_millis() > 86_000_000': 'True',
      },
    };
  }

  const languages: Readonly<Record<string, () => Language>> = {
    Python: writePython,
    Java: () => {
      const CLASSPATH = join(built('Java'), 'target', 'classes');
      return {
        definition: {
          runtime: 'java17',
          handler: 'Batch',
          directory: join(built('Java'), 'target', 'own'),
          environment: { CLASSPATH },
        },
        source: join(built('Java'), 'src', 'main', 'java', 'Batch.java'),
        mark: 'String answer = ask(message.getBody());',
      };
    },
    Go: () => ({
      definition: { runtime: 'provided.al2023', directory: built('Go'), environment: buildsGo },
      source: join(built('Go'), 'main.go'),
      mark: 'var body map[string]any',
      values: { 'message.Body': `"${BODY.replaceAll('"', String.raw`\"`)}"` },
    }),
    Rust: () => {
      const directory = join(folder, 'rust');
      mkdirSync(directory);
      cpSync(join(built('Rust'), 'Cargo.toml'), join(directory, 'Cargo.toml'));
      symlinkSync(join(built('Rust'), 'client'), join(directory, 'bootstrap'));
      return {
        definition: { runtime: 'provided.al2023', directory },
        source: join(built('Rust'), 'src', 'main.rs'),
        mark: 'let answer = ask(body)?;',
      };
    },
  };

  for (const [name, describeLanguage] of Object.entries(languages)) {
    it(`stops in its handler, and neither it nor its batch times out: ${name}`, async () => {
      const language = describeLanguage();
      const { evaluate, goOn } = await stop(language);
      const { environments } = await functionIs((info) =>
        info.environments.some(({ isPaused, processId }) => isPaused === true && processId !== undefined),
      );
      for (const [expression, value] of Object.entries(language.values ?? {}))
        assert.equal(await evaluate(expression), value);
      await commands.executeCommand('queueside.advanceClock', 10 * VISIBILITY_MS);
      // The time that a function may take is real time.
      await setTimeout(1.5 * TIMEOUT_MS);
      assert.deepEqual(await countMessages(), ['0', '1']);
      await goOn();
      const { counts } = await functionIs((info) => info.counts.invocations === 1);
      assert.deepEqual([counts.errors, await countMessages()], [0, ['0', '0']]);
      await commands.executeCommand('queueside.stopFunction', NAME);
      await functionIs(({ state }) => state === 'idle');
      for (const { processId } of environments) if (processId !== undefined) await waitUntilGone(processId);
    });
  }

  it('stops at the same breakpoint again after its code has changed, in a new process: Python', async () => {
    const language = writePython();
    const first = await stop(language);
    writeFileSync(language.source, `${readFileSync(language.source, 'utf8')}# changed\n`);
    await functionIs(({ environments }) => environments.some(({ isOutdated }) => isOutdated === true));
    // The next process starts as soon as the first has ended.
    const second = await stopInHandler(Uri.file(language.source), async () => {
      await first.goOnToEnd();
      await send();
    });
    assert.notEqual(second.root.name, first.root.name);
    await second.goOn();
    const { counts } = await functionIs((info) => info.counts.invocations === 2);
    assert.equal(counts.errors, 0);
  });
});
