import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FunctionStartOrder } from '../../broker/functionRunner/functionProgram.ts';
import type { FunctionRuntime } from '../../broker/protocol/functionDefinition.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { findPython } from '../support/clients/tools.mjs';
import { useLiveFunctions } from '../support/functions/liveFunctions.ts';
import { findBuilt, type FunctionLanguage } from '../support/functions/peerFunctions.ts';
import { TestRunner } from '../support/functions/testRunner.ts';
import { findProjectRoot } from '../support/project.mjs';

const SOURCES = join(findProjectRoot(), 'test', 'peers', 'functions');
const LOOPS = join(findProjectRoot(), 'dist', 'runtimes');

interface Row {
  readonly what: string;
  readonly language: FunctionLanguage | 'Node.js';
  readonly runtime: FunctionRuntime;
  /** What a user would type in the folder of the code. */
  readonly command: (folder: string) => string;
}

const ROWS: readonly Row[] = [
  { what: 'Go, by AWS’s client', language: 'Go', runtime: 'provided.al2023', command: () => './client' },
  { what: 'Rust, by AWS’s client', language: 'Rust', runtime: 'provided.al2023', command: () => './client' },
  {
    what: 'Python, by AWS’s client',
    language: 'Python',
    runtime: 'python3.11',
    command: (folder) => `'${findPython(folder)}' -m awslambdaric orders.handler`,
  },
  {
    what: 'Node.js, by our loop',
    language: 'Node.js',
    runtime: 'nodejs22.x',
    command: () => `'${process.execPath}' '${LOOPS}/node.mjs'`,
  },
];

/** The variables that the service reserves (docs/functions.md#variables), and no others: not even a PATH. */
function listVariables(order: FunctionStartOrder, directory: string): Record<string, string> {
  const { definition, credential, runtimeApi, logStream } = order;
  return {
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    _HANDLER: definition.handler ?? '',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memory),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
    ...(definition.runtime.startsWith('provided')
      ? {}
      : { AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}` }),
    LAMBDA_TASK_ROOT: directory,
    LAMBDA_RUNTIME_DIR: LOOPS,
  };
}

describe('Acceptance of functions: from a shell, with no variables but those of the service', () => {
  const live = useLiveFunctions();

  for (const { what, language, runtime, command } of ROWS) {
    const built = language === 'Node.js' ? { folder: join(SOURCES, 'node') } : findBuilt(language);
    if ('missing' in built) {
      it.skip(built.missing);
      continue;
    }
    const { folder } = built;
    it(`14. ${what}`, async () => {
      const queue = language.replace('.', '');
      await live.client.request(createQueue, { name: queue });
      const runner = await TestRunner.run(live.control, {
        name: queue,
        runtime,
        handler: 'orders.handler',
        timeout: 30,
        mappings: [{ queue, reportBatchItemFailures: true }],
      });
      await live.send(queue, '{"order":1}');
      const order = await runner.nextStart();
      const variables = listVariables(order, folder);
      const shell = spawn('/bin/sh', ['-c', `exec ${command(folder)}`], {
        cwd: folder,
        env: { ...variables, DESK: live.desk.address },
        stdio: 'ignore',
      });
      try {
        await runner.reportStarted(order.environment, shell.pid ?? 0);
        const question = await Promise.race([live.desk.next(), failAtExit(shell)]);
        assert.equal(question.text, `${language} {"order":1}`);
        question.answer('reject');
        await live.settle(queue);
        assert.deepEqual(await live.count(queue), { visible: 0, inFlight: 1 });
        await live.advance(30);
        (await live.desk.next()).answer('done');
        await live.settle(queue);
        assert.deepEqual(await live.count(queue), { visible: 0, inFlight: 0 });
      } finally {
        shell.kill('SIGKILL');
        runner.end();
      }
    });
  }
});

async function failAtExit(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return assert.fail(`It exited with ${code}.`);
}
