import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ACTION_NAMES } from '../../../broker/api/actions.ts';
import { ACTION_DECLARATIONS } from '../../../broker/api/actions.ts';
import { parsePolicyText } from '../../../broker/auth/policyParser.ts';
import { writeRequiredPolicy } from '../../../broker/connections/requiredPolicy.ts';
import { findSafeguard, PROTECTION_LEVELS } from '../../../broker/protection/protectionLevel.ts';

const PLACE = { partition: 'aws-cn', region: 'cn-north-1' };

describe('The IAM policy for a connection', () => {
  for (const level of PROTECTION_LEVELS) {
    const { Statement: statements } = writeRequiredPolicy(level, PLACE, '123456789012');
    const actions = statements
      .flatMap(({ Action }) => Action)
      .filter((name) => name.startsWith('sqs:'))
      .map((name) => name.slice('sqs:'.length));

    it(`allows no action that the level ${level} rejects, and only real ones`, () => {
      for (const name of actions) {
        const action = ACTION_NAMES.find((each) => each === name);
        assert.ok(action, name);
        assert.notEqual(findSafeguard(level, action), 'refusal', name);
        assert.equal(ACTION_DECLARATIONS[action].batchOf, undefined, name);
      }
      assert.equal(new Set(actions).size, actions.length);
    });

    it(`can be read as a policy: ${level}`, () => {
      const parsed = parsePolicyText(JSON.stringify(writeRequiredPolicy(level, PLACE)), {
        kind: 'identity',
        name: 'x',
      } as never);
      assert.ok(parsed.ok, JSON.stringify(parsed));
    });
  }

  it('has the queues and keys of the account and region, and the list without a queue', () => {
    assert.deepEqual(
      writeRequiredPolicy('confirm', PLACE, '123456789012').Statement.map(({ Sid, Resource }) => [
        Sid,
        Resource,
      ]),
      [
        ['ListQueues', '*'],
        ['UseQueues', 'arn:aws-cn:sqs:cn-north-1:123456789012:*'],
        ['EncryptedQueues', 'arn:aws-cn:kms:cn-north-1:123456789012:key/*'],
      ],
    );
  });

  it('is the same for confirm and open, which differ in what they ask', () => {
    assert.deepEqual(writeRequiredPolicy('open', PLACE), writeRequiredPolicy('confirm', PLACE));
  });
});
