import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { applyDefinitions } from '../../broker/protocol/definitions.ts';
import type { FunctionDefinition, MappingDefinition } from '../../broker/protocol/functionDefinition.ts';
import {
  type Finding,
  type FindingRule,
  findingsChanged,
  listFindings,
} from '../../broker/protocol/findings.ts';
import { listQueues, queuesChanged } from '../../broker/protocol/queue.ts';
import { useFunctionShell } from '../support/functionShell.ts';
import { findOnPath } from '../support/process.mjs';
import { SqsProgram } from '../support/sqsProgram.ts';

const HANDLERS = resolve('test', 'support', 'faultyFunctions');
const REPORTS = { reportBatchItemFailures: true };

interface Faulty {
  readonly name: string;
  /** Of `faultyFunctions`. */
  readonly handler: string;
  readonly mapping?: Partial<MappingDefinition>;
  readonly definition?: Partial<FunctionDefinition>;
  readonly bodies?: readonly string[];
  readonly isFifo?: boolean;
  readonly found: FindingRule | undefined;
}

const BODY = '{"kind":"order"}';

/** Functions that commit one fault each, and what the broker says of them. */
const FUNCTIONS: readonly Faulty[] = [
  { name: 'good', handler: 'good', mapping: REPORTS, found: undefined },
  { name: 'good.fifo', handler: 'good', mapping: REPORTS, isFifo: true, found: undefined },
  {
    name: 'filtered',
    handler: 'nothing',
    mapping: { filters: ['{"body":{"kind":["order"]}}'] },
    bodies: ['kind: order', 'kind: order', 'kind: order'],
    found: 'filterDropsAll',
  },
  { name: 'short', handler: 'nothing', definition: { timeout: 20 }, found: 'functionShortVisibility' },
  { name: 'unread', handler: 'failFirst', found: 'unreadItemFailures' },
  { name: 'unknown', handler: 'failUnknown', mapping: REPORTS, found: 'badItemFailures' },
  { name: 'swallowing', handler: 'swallow', found: 'swallowedError' },
  {
    name: 'skipping.fifo',
    handler: 'failFirst',
    mapping: REPORTS,
    isFifo: true,
    found: 'fifoFailureSkipped',
  },
  { name: 'looping', handler: 'again', bodies: ['{"left":7}'], found: 'functionRecursion' },
];

describe('Functions that commit faults', () => {
  const shell = useFunctionShell();

  for (const [runtime, file, tool] of [
    ['nodejs22.x', 'index.js', 'node'],
    ['python3.13', 'index.py', 'python3'],
  ] as const) {
    if (findOnPath(tool) === undefined) {
      it.skip(`${tool} is not on the PATH`);
      continue;
    }
    it(`in ${file} are found, each by its own rule, and one without a fault is not`, async () => {
      copyFileSync(join(HANDLERS, file), join(shell.folder, file));
      const text = writeDefinitions(runtime);
      const source = join(shell.folder, 'queueside.json');
      const { problems } = await shell.client.request(applyDefinitions, {
        text,
        source,
        folder: shell.folder,
      });
      assert.deepEqual(problems, []);
      await sendAll(shell.endpoint);
      const runner = shell.run();
      await runner.says(/^Ready/m);
      await waitUntilEmpty(['good', 'good.fifo']);
      const found = await waitForFindings(FUNCTIONS.filter((each) => each.found !== undefined).length);
      const expected = FUNCTIONS.flatMap(({ name, found: rule }) =>
        rule === undefined ? [] : [`${name} ${rule}`],
      );
      assert.deepEqual(
        found.map(({ queueArn, rule }) => `${queueArn.split(':').at(-1)} ${rule}`).sort(),
        expected.toSorted(),
      );
    });
  }

  async function waitUntilEmpty(names: readonly string[]): Promise<void> {
    for (;;) {
      const changed = shell.client.waitFor(queuesChanged);
      const { queues } = await shell.client.request(listQueues, {});
      const left = queues.filter(
        ({ name, counts }) => names.includes(name) && counts.visible + counts.inFlight > 0,
      );
      if (left.length === 0) return;
      await changed;
    }
  }

  async function waitForFindings(count: number): Promise<readonly Finding[]> {
    for (;;) {
      const changed = shell.client.waitFor(findingsChanged);
      const { findings } = await shell.client.request(listFindings, {});
      if (findings.length >= count) return findings;
      await changed;
    }
  }
});

function writeDefinitions(runtime: FunctionDefinition['runtime']): string {
  const queues = FUNCTIONS.map(({ name, isFifo = false }) => [
    name,
    { attributes: { VisibilityTimeout: 30, ...(isFifo ? { ContentBasedDeduplication: true } : {}) } },
  ]);
  const functions = FUNCTIONS.map(({ name, handler, mapping, definition }) => [
    name.replace('.', '-'),
    {
      runtime,
      handler: `index.${handler}`,
      environment: { QUEUE: name },
      environments: 1,
      ...definition,
      mappings: [{ queue: name, ...mapping }],
    },
  ]);
  return JSON.stringify({ queues: Object.fromEntries(queues), functions: Object.fromEntries(functions) });
}

/** Before the functions run, so that the first batch has several messages. */
async function sendAll(endpoint: string): Promise<void> {
  const program = new SqsProgram(endpoint);
  for (const { name, bodies = [BODY, BODY, BODY], isFifo = false } of FUNCTIONS) {
    for (const [index, MessageBody] of bodies.entries()) {
      const fifo = isFifo ? { MessageGroupId: 'group', MessageDeduplicationId: String(index) } : {};
      await program.call('SendMessage', {
        QueueUrl: `${endpoint}/000000000000/${name}`,
        MessageBody,
        ...fifo,
      });
    }
  }
  program.close();
}
