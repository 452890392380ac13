import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { METHODS, type MethodKey } from '../../../broker/protocol/methods.ts';
import { makeSample } from '../../support/sampleParams.ts';

/** What no sample can be made of. */
const KNOWN = { masterKey: Buffer.alloc(32).toString('base64') };
const ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';

describe('The params of the control methods', () => {
  const good: readonly [MethodKey, unknown][] = [
    ['getBroker', undefined],
    ['getBroker', null],
    ['getBroker', {}],
    ['getBroker', { fromTheFuture: 1 }],
    ['createQueue', { name: 'orders' }],
    ['createQueue', { name: 'orders', attributes: { DelaySeconds: '5' }, tags: {} }],
    ['peekMessages', { queueArn: ARN, limit: 100 }],
    ['peekMessages', { queueArn: ARN, limit: 1, state: 'delayed', cursor: '100' }],
    ['sendMessage', { queueArn: ARN, body: '' }],
    [
      'sendMessage',
      { queueArn: ARN, body: 'x', count: 10_000, attributes: [{ name: 'a', type: 'String', value: '' }] },
    ],
    ['subscribeTrace', {}],
    ['subscribeTrace', { afterSequence: 0 }],
    ['advanceClock', { byMs: 400 * 86_400_000 }],
  ];
  for (const [key, params] of good) {
    it(`lets ${key} pass with ${JSON.stringify(params)}`, () =>
      assert.equal(METHODS[key].params.check(params), undefined));
  }

  const bad: readonly [MethodKey, unknown, path: string][] = [
    ['getBroker', [], ''],
    ['getBroker', 'x', ''],
    ['getQueue', undefined, ''],
    ['getQueue', {}, 'queueArn'],
    ['getQueue', { queueArn: 5 }, 'queueArn'],
    ['getQueue', { queueArn: 'x'.repeat(2000) }, 'queueArn'],
    ['createQueue', { name: 'orders', attributes: [] }, 'attributes'],
    ['createQueue', { name: 'orders', attributes: { DelaySeconds: 5 } }, 'attributes.DelaySeconds'],
    ['createQueue', { name: 'orders', tags: null }, 'tags'],
    ['createQueue', JSON.parse('{"__proto__": {"name": "orders"}}'), 'name'],
    ['registerConsumer', { accessKeyId: '', name: 'n', kind: 'debugSession' }, 'accessKeyId'],
    ['registerConsumer', { accessKeyId: 'k', name: 'n', kind: 'program' }, 'kind'],
    ['peekMessages', { queueArn: ARN, limit: 0 }, 'limit'],
    ['peekMessages', { queueArn: ARN, limit: 101 }, 'limit'],
    ['peekMessages', { queueArn: ARN, limit: '10' }, 'limit'],
    ['peekMessages', { queueArn: ARN, limit: 10, state: 'gone' }, 'state'],
    ['sendMessage', { queueArn: ARN }, 'body'],
    ['sendMessage', { queueArn: ARN, body: 'x', count: 0 }, 'count'],
    ['sendMessage', { queueArn: ARN, body: 'x', count: 1.5 }, 'count'],
    ['sendMessage', { queueArn: ARN, body: 'x', attributes: {} }, 'attributes'],
    ['sendMessage', { queueArn: ARN, body: 'x', attributes: [null] }, 'attributes[0]'],
    [
      'sendMessage',
      {
        queueArn: ARN,
        body: 'x',
        attributes: [
          { name: 'a', type: 'String', value: 'v' },
          { name: 'b', type: 'Number', value: 7 },
        ],
      },
      'attributes[1].value',
    ],
    [
      'sendMessage',
      { queueArn: ARN, body: 'x', attributes: [{ name: 'a', type: 'Binary', value: 'no!' }] },
      'attributes[0].value',
    ],
    [
      'startIdempotenceTest',
      {
        queueArn: ARN,
        messages: [{ body: 'x', attributes: [{ name: 'a', type: 'Binary.png', value: 'AQ' }] }],
      },
      'messages[0].attributes[0].value',
    ],
    ['compareDefinitions', { files: Array.from({ length: 33 }, () => ({ text: '', source: 'a' })) }, 'files'],
    ['planDefinitions', { text: 'x'.repeat(4 * 1_048_576 + 1) }, 'text'],
    ['subscribeTrace', { afterSequence: -1 }, 'afterSequence'],
    ['readTrace', { afterSequence: 0, limit: 1001 }, 'limit'],
    ['advanceClock', { byMs: 0 }, 'byMs'],
    ['advanceClock', { byMs: Number.NaN }, 'byMs'],
    ['advanceClock', { byMs: 400 * 86_400_000 + 1 }, 'byMs'],
    ['holdClock', { consumerId: null }, 'consumerId'],
  ];
  for (const [key, params, path] of bad) {
    it(`refuses ${key} with ${JSON.stringify(params)?.slice(0, 80)}`, () => {
      const problem = METHODS[key].params.check(params);
      assert.equal(problem?.path, path);
      assert.notEqual(problem?.expected, '');
    });
  }

  for (const key of Object.keys(METHODS) as MethodKey[]) {
    const { method, params } = METHODS[key];
    const schema = params.describe();
    const required = (schema['required'] ?? []) as readonly string[];

    it(`of ${method} are enough when all that must be there is`, () => {
      assert.equal(params.check(makeSample(schema, KNOWN)), undefined);
    });

    for (const name of required) {
      it(`of ${method} are refused without ${name}, or with null in its place`, () => {
        for (const value of [undefined, null]) {
          const refused = { ...(makeSample(schema, KNOWN) as object), [name]: value };
          assert.equal(params.check(refused)?.path, name);
        }
      });
    }
  }
});
