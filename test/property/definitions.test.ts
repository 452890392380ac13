import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyText, planText } from '../../broker/definitions/definitions.ts';
import { writeQueues } from '../../broker/definitions/write.ts';
import { ManualClock } from '../../broker/engine/clock.ts';
import { createEngine } from '../../broker/engine/createEngine.ts';
import type { Engine } from '../../broker/engine/engine.ts';
import { createEnginePorts } from '../../broker/enginePorts.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };
const NAMES = ['a', 'b', 'c', 'dead'];

function makeEngine(): Engine {
  return createEngine(createEnginePorts(new ManualClock()), { identityKey: [1, 2, 3, 4] });
}

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
        const engine = makeEngine();
        const { problems, plan, sentCount } = applyText(engine, NAMESPACE, text);
        assert.deepEqual(problems, []);
        assert.equal(
          sentCount,
          plan.create.reduce((sum, { messageCount }) => sum + messageCount, 0),
        );
        const again = applyText(engine, NAMESPACE, text);
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
        const engine = makeEngine();
        applyText(engine, NAMESPACE, before);
        assert.deepEqual(applyText(engine, NAMESPACE, after).problems, []);
        assert.deepEqual(planText(engine, NAMESPACE, after).plan.change, []);
      }),
      { numRuns: 100 },
    );
  });

  it('are written so that another broker gets the same queues', () => {
    fc.assert(
      fc.property(file, (text) => {
        const engine = makeEngine();
        applyText(engine, NAMESPACE, text);
        const write = (from: Engine) =>
          writeQueues(from, NAMESPACE, from.listQueues(NAMESPACE.region, NAMESPACE.account));
        const other = makeEngine();
        assert.deepEqual(applyText(other, NAMESPACE, write(engine)).problems, []);
        assert.equal(write(other), write(engine));
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
        for (const { line, character, message } of planText(makeEngine(), NAMESPACE, text).problems) {
          assert.ok(line < lines.length && character <= (lines[line]?.length ?? 0), message);
          assert.notEqual(message, '');
        }
      }),
      { numRuns: 300 },
    );
  });
});
