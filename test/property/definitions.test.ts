import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DefinitionTarget } from '../../broker/definitions/definition.ts';
import { applyText, planText } from '../../broker/definitions/definitions.ts';
import { writeQueues } from '../../broker/definitions/write.ts';
import { FAULTY_ACTIONS } from '../../broker/protocol/faults.ts';
import { makeDefinitionTarget } from '../support/definitionTarget.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };
const NAMES = ['a', 'b', 'c', 'dead'];

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const faults = fc.oneof(
  fc.constant(null),
  fc.record(
    {
      duplicateRate: chance,
      shuffle: fc.boolean(),
      delayMs: fc.integer({ min: 0, max: 900_000 }),
      errorRate: chance,
      errorCode: fc.constantFrom('OverLimit', 'InternalError'),
      slowMs: fc.integer({ min: 0, max: 60_000 }),
      actions: fc.uniqueArray(fc.constantFrom(...FAULTY_ACTIONS)),
      seed: fc.integer({ min: 0, max: 3 }),
    },
    { requiredKeys: [] },
  ),
);

const queue = fc.record(
  {
    attributes: fc.record(
      {
        VisibilityTimeout: fc.integer({ min: 0, max: 43_200 }),
        DelaySeconds: fc.integer({ min: 0, max: 900 }).map(String),
        SqsManagedSseEnabled: fc.boolean(),
        RedriveAllowPolicy: fc.constant({ redrivePermission: 'allowAll' }),
        KmsDataKeyReusePeriodSeconds: fc.integer({ min: 60, max: 86_400 }),
      },
      { requiredKeys: [] },
    ),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[\w .:/=+@-]{0,20}$/)),
    deadLetter: fc.oneof(
      fc.constant(null),
      fc.record({ queue: fc.constantFrom(...NAMES), maxReceiveCount: fc.integer({ min: 1, max: 1000 }) }),
    ),
    faults,
    messages: fc.array(
      fc.record({ body: fc.jsonValue({ noUnicodeString: true }).filter((body) => body !== '') }),
      {
        maxLength: 3,
      },
    ),
  },
  { requiredKeys: [] },
);

/** Definitions that the service takes: all four queues are there, so that any may be a dead-letter queue. */
const file = fc
  .tuple(queue, queue, queue, queue)
  .map((queues) => JSON.stringify({ queues: Object.fromEntries(NAMES.map((name, n) => [name, queues[n]])) }));

describe('queue definitions, whatever they are', () => {
  it('change nothing when they are applied again', () => {
    fc.assert(
      fc.property(file, (text) => {
        const target = makeDefinitionTarget();
        const { problems, plan, sentCount } = applyText(target, NAMESPACE, text);
        assert.deepEqual(problems, []);
        assert.equal(
          sentCount,
          plan.create.reduce((sum, { messageCount }) => sum + messageCount, 0),
        );
        const again = applyText(target, NAMESPACE, text);
        assert.deepEqual(again, {
          problems: [],
          plan: { create: [], change: [], unlisted: [] },
          sentCount: 0,
        });
      }),
      { numRuns: 100 },
    );
  });

  it('lead from any queues to their own', () => {
    fc.assert(
      fc.property(file, file, (before, after) => {
        const target = makeDefinitionTarget();
        applyText(target, NAMESPACE, before);
        assert.deepEqual(applyText(target, NAMESPACE, after).problems, []);
        assert.deepEqual(planText(target, NAMESPACE, after).plan.change, []);
      }),
      { numRuns: 100 },
    );
  });

  it('are written so that another broker gets the same queues', () => {
    fc.assert(
      fc.property(file, (text) => {
        const target = makeDefinitionTarget();
        applyText(target, NAMESPACE, text);
        const write = (from: DefinitionTarget) =>
          writeQueues(from, NAMESPACE, from.engine.listQueues(NAMESPACE.region, NAMESPACE.account));
        const other = makeDefinitionTarget();
        assert.deepEqual(applyText(other, NAMESPACE, write(target)).problems, []);
        assert.equal(write(other), write(target));
      }),
      { numRuns: 100 },
    );
  });

  it('are refused with a place in the text when they are garbage', () => {
    const cut = fc.tuple(file, fc.nat(), fc.string()).map(([text, place, garbage]) => {
      const at = place % text.length;
      return text.slice(0, at) + garbage + text.slice(at + garbage.length);
    });
    fc.assert(
      fc.property(fc.oneof(cut, fc.string(), fc.json()), (text) => {
        const lines = text.split(/\r\n|\r|\n/);
        for (const { line, character, message } of planText(makeDefinitionTarget(), NAMESPACE, text)
          .problems) {
          assert.ok(line < lines.length && character <= (lines[line]?.length ?? 0), message);
          assert.notEqual(message, '');
        }
      }),
      { numRuns: 300 },
    );
  });
});
