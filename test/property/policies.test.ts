import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compilePattern } from '../../broker/auth/pattern.ts';
import { matchPattern, type Pattern } from '../../broker/engine/rules/wildcards.ts';
import { ACCOUNT, decide, OTHER_ACCOUNT, QUEUE_ARN, user } from '../support/policyHarness.ts';

const condition = fc.constantFrom(
  undefined,
  { Bool: { 'aws:SecureTransport': 'true' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringNotEquals: { 'aws:username': 'alice' } },
  { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
  { Null: { 'aws:sourceVpce': 'true' } },
);
const common = {
  Action: fc.constantFrom('sqs:*', 'sqs:SendMessage', 'sqs:Receive*', ['sqs:GetQueueUrl', 'SQS:sendmessage']),
  Resource: fc.constantFrom('*', QUEUE_ARN, 'arn:aws:sqs:*:*:other'),
  Condition: condition,
};
const principal = fc.constantFrom(
  '*',
  { AWS: ACCOUNT },
  { AWS: `arn:aws:iam::${ACCOUNT}:user/alice` },
  { AWS: [`arn:aws:iam::${OTHER_ACCOUNT}:root`] },
  { Service: 'sns.amazonaws.com' },
);
const effect = fc.constantFrom('Allow', 'Deny');
const identityStatement = fc.record({ ...common, Effect: effect });
const queueStatement = fc.record({ ...common, Effect: effect, Principal: principal });
const statements = fc.record({
  identity: fc.array(identityStatement, { maxLength: 4 }),
  queue: fc.array(queueStatement, { maxLength: 4 }),
});
const call = fc.record({
  principal: fc.constantFrom(user(), user({ account: OTHER_ACCOUNT }), { kind: 'anonymous' } as const),
  action: fc.constantFrom('SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteQueue'),
  isSecure: fc.boolean(),
});

describe('policies of any statements', () => {
  it('deny as soon as one statement denies everything', () => {
    fc.assert(
      fc.property(statements, call, fc.nat(), ({ identity, queue }, change, place) => {
        const denied = queue.toSpliced(place % (queue.length + 1), 0, {
          Effect: 'Deny',
          Action: 'sqs:*',
          Resource: '*',
          Principal: '*',
          Condition: undefined,
        });
        assert.equal(decide({ identity, queue: denied }, change).reason, 'explicitDeny');
      }),
    );
  });

  it('never allow more because of one more deny', () => {
    fc.assert(
      fc.property(statements, call, queueStatement, ({ identity, queue }, change, extra) => {
        const before = decide({ identity, queue }, change).isAllowed;
        const after = decide({ identity, queue: [...queue, { ...extra, Effect: 'Deny' }] }, change).isAllowed;
        assert.ok(before || !after);
      }),
    );
  });

  it('never allow less because of one more allow', () => {
    fc.assert(
      fc.property(statements, call, queueStatement, ({ identity, queue }, change, extra) => {
        const before = decide({ identity, queue }, change).isAllowed;
        const after = decide(
          { identity, queue: [...queue, { ...extra, Effect: 'Allow' }] },
          change,
        ).isAllowed;
        assert.ok(after || !before);
      }),
    );
  });

  it('decide the same in any order of their statements', () => {
    fc.assert(
      fc.property(statements, call, ({ identity, queue }, change) => {
        const forward = decide({ identity, queue }, change);
        const backward = decide({ identity: identity.toReversed(), queue: queue.toReversed() }, change);
        assert.equal(backward.reason, forward.reason);
      }),
    );
  });

  it('allow nothing when no statement allows', () => {
    fc.assert(
      fc.property(statements, call, ({ identity, queue }, change) => {
        const isDeny = ({ Effect }: { readonly Effect: string }): boolean => Effect === 'Deny';
        assert.ok(
          !decide({ identity: identity.filter(isDeny), queue: queue.filter(isDeny) }, change).isAllowed,
        );
      }),
    );
  });
});

describe('a pattern with wildcards', () => {
  const letters = fc.stringMatching(/^[ab*?]{0,10}$/);
  it('matches what the equivalent regular expression matches', () => {
    fc.assert(
      fc.property(letters, fc.stringMatching(/^[ab]{0,10}$/), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        assert.equal(matchPattern(compilePattern(pattern) as Pattern, text), expression.test(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('stays quick where a regular expression would not', () => {
    const pattern = compilePattern(`${'*a'.repeat(200)}b`) as Pattern;
    assert.equal(matchPattern(pattern, 'a'.repeat(20_000)), false);
  });
});
