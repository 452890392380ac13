import assert from 'node:assert/strict';
import type { DefinitionTarget } from '../../../broker/definitions/definition.ts';
import { applyText, planText } from '../../../broker/definitions/definitions.ts';
import { formatProblem } from '../../../broker/definitions/problems.ts';
import { writeQueues } from '../../../broker/definitions/write.ts';
import type { QueueFaults } from '../../../broker/protocol/faults.ts';
import { makeDefinitionTarget } from '../../support/definitionTarget.ts';

const NAMESPACE = { account: '000000000000', region: 'us-east-1' };
const ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';
const NOTHING = { create: [], change: [], unlisted: [] };

describe('faults in queue definitions', () => {
  let target: DefinitionTarget;

  beforeEach(() => {
    target = makeDefinitionTarget();
  });

  const define = (faults: object | null | undefined) => JSON.stringify({ queues: { orders: { faults } } });
  const apply = (text: string, source = 'here') => applyText(target, NAMESPACE, text, { source });
  const plan = (text: string, source = 'here') => planText(target, NAMESPACE, text, { source }).plan;
  const current = () => target.faults.find(ARN);
  const setByHand = (faults: QueueFaults) => {
    const set = target.faults.set({ queueArn: ARN, faults });
    assert.ok(set.ok);
  };
  const differences = (text: string) => plan(text).change.map(({ differences: list }) => list);

  it('come into force with the queue, for the seed messages too late', () => {
    const faults = { delayMs: 900_000, errorRate: 0.25, errorCode: 'OverLimit', actions: ['SendMessage'] };
    const { problems } = apply(
      JSON.stringify({
        queues: { orders: { faults: { ...faults, seed: 7 }, messages: [{ body: 'seed' }] } },
      }),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(current(), {
      queueArn: ARN,
      faults,
      seed: 7,
      keep: false,
      definedIn: 'here',
      injected: {},
    });
    assert.equal(target.engine.findByArn(ARN)?.visibleCount, 1);
  });

  it('stay as they are, with their draws and counts, when nothing of them changed', () => {
    const text = define({ duplicateRate: 0.5, slowRate: 0, shuffle: false });
    apply(text);
    const before = target.engine.findByArn(ARN)?.deliveryFaults;
    assert.deepEqual(plan(text), NOTHING);
    apply(define({ duplicateRate: 0.5, seed: 1 }));
    assert.equal(target.engine.findByArn(ARN)?.deliveryFaults, before);
  });

  it('are compared value by value', () => {
    apply(define({ duplicateRate: 0.5, actions: ['SendMessage', 'DeleteMessage'] }));
    const text = define({ duplicateRate: 0.75, shuffle: true, seed: 3 });
    assert.deepEqual(differences(text), [
      [
        { what: 'faults.duplicateRate', from: '0.5', to: '0.75' },
        { what: 'faults.actions', from: 'SendMessage, DeleteMessage' },
        { what: 'faults.shuffle', to: 'true' },
        { what: 'faults.seed', to: '3' },
      ],
    ]);
    apply(text);
    assert.deepEqual([current()?.faults, current()?.seed], [{ duplicateRate: 0.75, shuffle: true }, 3]);
  });

  it('are listed with the other changes of the queue', () => {
    apply('{"queues": {"orders": {}}}');
    const text = '{"queues": {"orders": {"faults": {"dropRate": 1}, "tags": {"a": "b"}}}}';
    assert.deepEqual(differences(text), [
      [
        { what: 'tag a', to: 'b' },
        { what: 'faults.dropRate', to: '1' },
      ],
    ]);
  });

  const removals: readonly [how: string, text: string][] = [
    ['are taken out of the file', '{"queues": {"orders": {}}}'],
    ['go with their queue', '{"queues": {}}'],
    ['are null', define(null)],
    ['are all off', define({ dropRate: 0, seed: 9 })],
  ];
  for (const [how, text] of removals) {
    it(`end when they ${how}`, () => {
      apply(define({ dropRate: 1 }));
      assert.deepEqual(differences(text), [[{ what: 'faults.dropRate', from: '1' }]]);
      apply(text);
      assert.equal(current(), undefined);
      assert.equal(target.engine.findByArn(ARN)?.deliveryFaults, undefined);
      assert.deepEqual(plan(text).change, []);
    });
  }

  it('leave alone what was set by hand where the file is silent, and end it where the file says null', () => {
    apply('{"queues": {"orders": {}}}');
    setByHand({ missRate: 1 });
    apply('{"queues": {"orders": {}}}');
    assert.deepEqual(current()?.faults, { missRate: 1 });
    apply(define(null));
    assert.equal(current(), undefined);
  });

  it('win over what was set by hand, as every value of the file does', () => {
    apply(define({ dropRate: 1 }));
    setByHand({ missRate: 1 });
    assert.equal(current()?.definedIn, undefined);
    apply(define({ dropRate: 1 }));
    assert.deepEqual(current()?.faults, { dropRate: 1 });
  });

  it('become the file’s when it has what was set by hand, and end when they are taken out', () => {
    apply('{"queues": {"orders": {}}}');
    setByHand({ missRate: 1 });
    const queues = target.engine.listQueues(NAMESPACE.region, NAMESPACE.account);
    const written = writeQueues(target, NAMESPACE, queues);
    assert.deepEqual(JSON.parse(written), { queues: { orders: { faults: { missRate: 1 } } } });
    assert.deepEqual(apply(written).plan, NOTHING);
    apply('{"queues": {"orders": {}}}');
    assert.equal(current(), undefined);
  });

  it('of another file are left alone', () => {
    apply(define({ dropRate: 1 }), 'elsewhere');
    apply('{"queues": {"other": {}}}', 'here');
    assert.deepEqual(current()?.definedIn, 'elsewhere');
    apply('{"queues": {}}', 'elsewhere');
    assert.equal(current(), undefined);
  });

  const refusals: readonly [faults: string, problem: RegExp][] = [
    ['{"duplicateRate": 1.5}', /^f:2:30: duplicateRate must be a probability from 0 to 1\.$/],
    ['{"dropRate": "often"}', /^f:2:25: dropRate must be a number\.$/],
    ['{"shuffle": 1}', /^f:2:24: shuffle must be true or false\.$/],
    ['{"shuffle": {}}', /^f:2:24: shuffle must be true or false\.$/],
    ['{"errorCode": []}', /^f:2:26: errorCode must be one of InternalError, /],
    ['{"delayMs": 900001}', /^f:2:24: delayMs must be a whole number from 0 to 900000\.$/],
    ['{"slowMs": 0.5}', /^f:2:23: slowMs must be a whole number from 0 to 60000\.$/],
    ['{"seed": -1}', /^f:2:21: seed must be a whole number from 0 to 4294967295\.$/],
    ['{"errorCode": "Oops"}', /^f:2:26: errorCode must be one of InternalError, /],
    ['{"actions": "SendMessage"}', /^f:2:24: actions must be a list\.$/],
    ['{"actions": ["CreateQueue"]}', /^f:2:25: An element of actions must be one of SendMessage, /],
    ['{"errors": 1}', /^f:2:13: faults has no member "errors"; it can have duplicateRate, /],
    ['[]', /^f:2:12: faults must be an object\.$/],
  ];
  for (const [faults, expected] of refusals) {
    it(`refuse ${faults} at its place`, () => {
      const { problems } = apply(`{"queues": {"orders": {\n "faults": ${faults}}}}`);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(problems.map((problem) => formatProblem('f', problem)).join('\n'), expected);
      assert.equal(target.engine.findByArn(ARN), undefined);
    });
  }

  it('refuse on FIFO queues what these rule out, each at its place', () => {
    const { problems } = apply(
      '{"queues": {"q.fifo": {"faults": {\n"duplicateRate": 1,\n"shuffle": true,\n"missRate": 0, "dropRate": 1}}}}',
    );
    assert.deepEqual(
      problems.map(({ line, message }) => [line, message]),
      [
        [1, 'A FIFO queue cannot have duplicateRate.'],
        [2, 'A FIFO queue cannot have shuffle.'],
      ],
    );
  });
});
