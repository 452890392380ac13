import assert from 'node:assert/strict';
import type { ActionName } from '../../../broker/api/actions.ts';
import type { DecisionReason } from '../../../broker/auth/decision.ts';
import { denyAccess, explainDecision } from '../../../broker/auth/explanation.ts';
import type { Principal } from '../../../broker/auth/principal.ts';
import type { AccessRequest } from '../../../broker/auth/requestContext.ts';
import {
  ACCOUNT,
  accessRequest,
  decide,
  OTHER_ACCOUNT,
  QUEUE_ARN,
  type Statements,
  user,
} from '../../support/policyHarness.ts';

const ALLOW = {};
const DENY = { Effect: 'Deny' };
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const stranger = user({ account: OTHER_ACCOUNT, arn: `arn:aws:iam::${OTHER_ACCOUNT}:user/eve`, name: 'eve' });
const anonymous: Principal = { kind: 'anonymous' };
const notifications: Principal = {
  kind: 'service',
  name: 'sns.amazonaws.com',
  sourceArn: `arn:aws:sns:us-east-1:${ACCOUNT}:topic`,
  sourceAccount: ACCOUNT,
};

type Row = readonly [
  what: string,
  statements: Statements,
  change: Partial<AccessRequest>,
  reason: DecisionReason,
];

describe('the decision over a call', () => {
  const rows: readonly Row[] = [
    ['no policies', {}, {}, 'noAllow'],
    ['an identity allow', { identity: [ALLOW] }, {}, 'identityAllow'],
    ['a queue allow by name', { queue: [{ Principal: { AWS: ALICE } }] }, {}, 'queueAllow'],
    ['a queue allow for everybody', { queue: [ALLOW] }, {}, 'queueAllow'],
    ['a queue allow for AWS *', { queue: [{ Principal: { AWS: '*' } }] }, {}, 'queueAllow'],
    ['a queue allow for the account', { queue: [{ Principal: { AWS: ACCOUNT } }] }, {}, 'accountOnly'],
    [
      'a queue allow for the root of the account',
      { queue: [{ Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:root`] } }] },
      {},
      'accountOnly',
    ],
    [
      'a queue allow for another user',
      { queue: [{ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` } }] },
      {},
      'noAllow',
    ],
    ['an identity deny over a queue allow', { identity: [DENY], queue: [ALLOW] }, {}, 'explicitDeny'],
    ['a queue deny over an identity allow', { identity: [ALLOW], queue: [DENY] }, {}, 'explicitDeny'],
    [
      'a deny for the whole account',
      { identity: [ALLOW], queue: [{ Effect: 'Deny', Principal: { AWS: ACCOUNT } }] },
      {},
      'explicitDeny',
    ],
    [
      'a deny for all but the caller',
      { identity: [ALLOW], queue: [{ Effect: 'Deny', NotPrincipal: { AWS: ALICE } }] },
      {},
      'identityAllow',
    ],
    [
      'a deny for all but another user',
      { identity: [ALLOW], queue: [{ Effect: 'Deny', NotPrincipal: { AWS: `${ALICE}2` } }] },
      {},
      'explicitDeny',
    ],
    ['a stranger with an identity allow', { identity: [ALLOW] }, { principal: stranger }, 'noQueueAllow'],
    ['a stranger with a queue allow', { queue: [ALLOW] }, { principal: stranger }, 'noIdentityAllow'],
    ['a stranger with both', { identity: [ALLOW], queue: [ALLOW] }, { principal: stranger }, 'bothAllow'],
    [
      'a stranger whose account the queue allows',
      { identity: [ALLOW], queue: [{ Principal: { AWS: OTHER_ACCOUNT } }] },
      { principal: stranger },
      'bothAllow',
    ],
    [
      'a stranger who changes attributes',
      { identity: [ALLOW], queue: [ALLOW] },
      { principal: stranger, action: 'SetQueueAttributes' },
      'ownerOnly',
    ],
    ['a stranger with nothing', {}, { principal: stranger }, 'noAllow'],
    ['an anonymous caller', {}, { principal: anonymous }, 'noAllow'],
    [
      'an anonymous caller, with an allow for everyone',
      { queue: [ALLOW] },
      { principal: anonymous },
      'queueAllow',
    ],
    [
      'an anonymous caller, with an allow for users',
      { queue: [{ Principal: { AWS: ALICE } }] },
      { principal: anonymous },
      'noAllow',
    ],
    [
      'an anonymous caller who deletes the queue',
      { queue: [ALLOW] },
      { principal: anonymous, action: 'DeleteQueue' },
      'ownerOnly',
    ],
    [
      'a service with its source',
      {
        queue: [
          {
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: QUEUE_ARN,
            Condition: {
              ArnEquals: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${ACCOUNT}:topic` },
              StringEquals: { 'aws:SourceAccount': ACCOUNT },
            },
          },
        ],
      },
      { principal: notifications },
      'queueAllow',
    ],
    [
      'another service',
      { queue: [{ Principal: { Service: 's3.amazonaws.com' } }] },
      { principal: notifications },
      'noAllow',
    ],
    [
      'a session of a role that the queue allows',
      { queue: [{ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/worker` } }] },
      { principal: user({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/job-1` }) },
      'queueAllow',
    ],
  ];
  for (const [what, statements, change, reason] of rows) {
    it(`is ${reason} for ${what}`, () => {
      const decision = decide(statements, change);
      assert.equal(decision.reason, reason);
      assert.equal(decision.isAllowed, ['identityAllow', 'queueAllow', 'bothAllow'].includes(reason));
    });
  }

  describe('over actions', () => {
    const cases: readonly [object, ActionName, boolean][] = [
      [{ Action: 'sqs:SendMessage' }, 'SendMessage', true],
      [{ Action: 'SQS:sendmessage' }, 'SendMessage', true],
      [{ Action: 'sqs:SendMessage' }, 'SendMessageBatch', true],
      [{ Action: 'sqs:DeleteMessage' }, 'DeleteMessageBatch', true],
      [{ Action: 'sqs:ChangeMessageVisibility' }, 'ChangeMessageVisibilityBatch', true],
      [{ Action: 'sqs:SendMessageBatch' }, 'SendMessageBatch', false],
      [{ Action: ['sqs:Get*', 'sqs:List*'] }, 'GetQueueUrl', true],
      [{ Action: ['sqs:Get*', 'sqs:List*'] }, 'SendMessage', false],
      [{ Action: 'sqs:?endMessage' }, 'SendMessage', true],
      [{ Action: '*' }, 'PurgeQueue', true],
      [{ Action: 'sns:*' }, 'SendMessage', false],
      [{ NotAction: 'sqs:DeleteQueue' }, 'SendMessage', true],
      [{ NotAction: ['sqs:Delete*', 'sqs:Purge*'] }, 'PurgeQueue', false],
    ];
    for (const [statement, action, isAllowed] of cases) {
      it(`${JSON.stringify(statement)} ${isAllowed ? 'allows' : 'does not allow'} ${action}`, () => {
        assert.equal(decide({ identity: [statement] }, { action }).isAllowed, isAllowed);
      });
    }
  });

  describe('over resources', () => {
    const cases: readonly [object, boolean][] = [
      [{ Resource: QUEUE_ARN }, true],
      [{ Resource: `${QUEUE_ARN}2` }, false],
      [{ Resource: 'arn:aws:sqs:*:*:ord*' }, true],
      [{ Resource: 'arn:aws:sqs:*:*:Ord*' }, false],
      [{ Resource: ['arn:aws:sqs:*:*:x', 'arn:aws:sqs:*:*:order?'] }, true],
      [{ NotResource: 'arn:aws:sqs:*:*:secret-*' }, true],
      [{ NotResource: 'arn:aws:sqs:*:*:ord*' }, false],
      [{ Resource: 'arn:aws:sqs:*:*:${aws:username}-*' }, false],
      [{ Resource: 'arn:aws:sqs:*:*:${aws:PrincipalTag/team}' }, true],
      [{ Resource: "arn:aws:sqs:*:*:${aws:PrincipalTag/none, 'orders'}" }, true],
      [{ Resource: 'arn:aws:sqs:*:*:${aws:PrincipalTag/none}' }, false],
      [{ Resource: 'arn:aws:sqs:*:*:${aws:PrincipalTag/star}' }, false],
    ];
    const principal = user({ tags: { team: 'orders', star: '*' } });
    for (const [statement, isAllowed] of cases) {
      it(`${JSON.stringify(statement)} ${isAllowed ? 'allows' : 'does not allow'} the queue orders`, () => {
        assert.equal(decide({ identity: [statement] }, { principal }).isAllowed, isAllowed);
      });
    }
  });
});

describe('the text of a denial', () => {
  const head = `User: ${ALICE} is not authorized to perform: sqs:sendmessage on resource: ${QUEUE_ARN}`;
  const cases: readonly [string, Statements, Partial<AccessRequest>, string][] = [
    [
      'without any allow',
      {},
      { action: 'SendMessageBatch' },
      `${head} because no identity-based policy allows the sqs:sendmessage action`,
    ],
    [
      'by the queue policy',
      { queue: [DENY] },
      {},
      `${head} with an explicit deny in a resource-based policy`,
    ],
    [
      'by an identity policy',
      { identity: [DENY] },
      {},
      `${head} with an explicit deny in an identity-based policy`,
    ],
    [
      'of an anonymous caller',
      {},
      { principal: anonymous },
      'Access to the resource http://localhost:9324/ is denied.',
    ],
  ];
  for (const [what, statements, change, message] of cases) {
    it(`${what} is the service's`, () => {
      const decision = decide(statements, change);
      const principal = accessRequest(change).principal;
      assert.deepEqual(denyAccess(decision, principal, 'http://localhost:9324/'), {
        ok: false,
        code: 'AccessDenied',
        message,
      });
    });
  }

  it('across accounts names the side that does not allow', () => {
    const decision = decide({ identity: [ALLOW] }, { principal: stranger });
    assert.match(denyAccess(decision, stranger, '').message, /because no resource-based policy allows/);
  });
});

describe('the explanation of a denial', () => {
  it('says which statement denies and what its condition saw', () => {
    const decision = decide({
      identity: [{ Sid: 'All' }],
      queue: [
        { ...DENY, Sid: 'TlsOnly', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Sid: 'Others', Principal: { AWS: OTHER_ACCOUNT } },
      ],
    });
    assert.deepEqual(explainDecision(decision), [
      `Denied: a statement denies sqs:sendmessage on ${QUEUE_ARN}, and a deny overrides every allow.`,
      'Deny statement "TlsOnly" of the queue policy resource applies.',
      'Allow statement "All" of the identity policy identity applies too.',
      'Allow statement "Others" of the queue policy resource is for other principals.',
    ]);
    assert.deepEqual(decision.decidedBy[0]?.conditions, [
      { operator: 'Bool', key: 'aws:SecureTransport', expected: ['false'], actual: ['false'], holds: true },
    ]);
  });

  it('says which condition kept an allow from applying', () => {
    const decision = decide({
      identity: [{ Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '::1'] } } }],
    });
    assert.equal(
      explainDecision(decision)[1],
      'Allow statement 1 of the identity policy identity does not apply: ' +
        'IpAddress requires aws:SourceIp to match "10.0.0.0/8" | "::1", but it is "127.0.0.1".',
    );
  });
});
