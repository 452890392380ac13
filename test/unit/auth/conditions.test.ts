import assert from 'node:assert/strict';
import { isInRange } from '../../../broker/addresses/ipAddress.ts';
import type { AccessRequest } from '../../../broker/auth/requestContext.ts';
import { accessRequest, decide, policy, user } from '../../support/policyHarness.ts';
import { decideAccess } from '../../../broker/auth/decision.ts';

const TAGS = {
  department: 'billing',
  level: '7',
  since: '2026-01-10T00:00:00Z',
  key: 'AQID',
  arn: 'arn:aws:s3:::bucket',
};
const request: Partial<AccessRequest> = {
  principal: user({ tags: TAGS }),
  requestTags: { a: '1', b: '2' },
};

function holds(condition: object, change: Partial<AccessRequest> = {}): boolean {
  return decide({ identity: [{ Condition: condition }] }, { ...request, ...change }).isAllowed;
}

const tag = (name: string): string => `aws:PrincipalTag/${name}`;

describe('a condition', () => {
  const rows: readonly [object, boolean][] = [
    [{ StringEquals: { [tag('department')]: 'billing' } }, true],
    [{ StringEquals: { [tag('department')]: 'Billing' } }, false],
    [{ StringEquals: { 'AWS:PRINCIPALTAG/department': ['sales', 'billing'] } }, true],
    [{ StringEquals: { [tag('department')]: 'bill*' } }, false],
    [{ StringNotEquals: { [tag('department')]: 'sales' } }, true],
    [{ StringNotEquals: { [tag('department')]: ['sales', 'billing'] } }, false],
    [{ StringEqualsIgnoreCase: { [tag('department')]: 'BILLING' } }, true],
    [{ StringNotEqualsIgnoreCase: { [tag('department')]: 'BILLING' } }, false],
    [{ StringLike: { [tag('department')]: 'bil*g' } }, true],
    [{ StringLike: { [tag('department')]: 'b?lling' } }, true],
    [{ StringLike: { [tag('department')]: 'b?ling' } }, false],
    [{ StringNotLike: { [tag('department')]: 'sales*' } }, true],
    [{ NumericEquals: { [tag('level')]: 7 } }, true],
    [{ NumericEquals: { [tag('level')]: '7.0' } }, true],
    [{ NumericNotEquals: { [tag('level')]: '7' } }, false],
    [{ NumericLessThan: { [tag('level')]: '7' } }, false],
    [{ NumericLessThanEquals: { [tag('level')]: '7' } }, true],
    [{ NumericGreaterThan: { [tag('level')]: '6.5' } }, true],
    [{ NumericGreaterThanEquals: { [tag('level')]: '8' } }, false],
    [{ NumericEquals: { [tag('department')]: '0' } }, false],
    [{ DateEquals: { [tag('since')]: '2026-01-10T00:00:00.000Z' } }, true],
    [{ DateNotEquals: { [tag('since')]: '2026-01-10' } }, false],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-01-15T12:00:01Z' } }, true],
    [{ DateLessThanEquals: { 'aws:CurrentTime': '2026-01-15T12:00:00Z' } }, true],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-01-15T13:00:00+01:00' } }, false],
    [{ DateGreaterThanEquals: { 'aws:EpochTime': '2026-01-15T12:00:00Z' } }, true],
    [{ NumericGreaterThan: { 'aws:EpochTime': '1700000000' } }, true],
    [{ Bool: { 'aws:SecureTransport': false } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, false],
    [{ BinaryEquals: { [tag('key')]: 'AQID' } }, true],
    [{ BinaryEquals: { [tag('key')]: 'AQIE' } }, false],
    [{ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, true],
    [{ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '127.0.0.1'] } }, false],
    [{ ArnEquals: { [tag('arn')]: 'arn:aws:s3:::buck*' } }, true],
    [{ ArnLike: { [tag('arn')]: 'arn:*:s3:::bucket' } }, true],
    [{ ArnLike: { [tag('arn')]: 'arn:aws:*' } }, false],
    [{ ArnNotEquals: { [tag('arn')]: 'arn:aws:s3:::bucket' } }, false],
    [{ ArnNotLike: { [tag('arn')]: 'arn:aws:s3:::other' } }, true],
    // Keys that the request does not have.
    [{ StringEquals: { 'aws:sourceVpce': 'vpce-1' } }, false],
    [{ StringNotEquals: { 'aws:sourceVpce': 'vpce-1' } }, true],
    [{ StringEqualsIfExists: { 'aws:sourceVpce': 'vpce-1' } }, true],
    [{ StringEqualsIfExists: { [tag('department')]: 'sales' } }, false],
    [{ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, false],
    [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, true],
    [{ NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } }, false],
    [{ Null: { 'aws:sourceVpce': 'true' } }, true],
    [{ Null: { 'aws:sourceVpce': 'false' } }, false],
    [{ Null: { 'aws:SourceIp': true } }, false],
    [{ Null: { 'aws:SourceIp': false } }, true],
    // Keys with several values: the call's tags are a and b.
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b', 'c'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, false],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['b', 'c'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['c'] } }, false],
    [{ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['c'] } }, true],
    [{ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['b'] } }, false],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, true],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a', 'b'] } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:sourceVpce': 'x' } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:sourceVpce': 'x' } }, false],
    [{ 'ForAnyValue:StringEqualsIfExists': { 'aws:sourceVpce': 'x' } }, true],
    [{ StringEquals: { 'aws:RequestTag/a': '1', 'aws:RequestTag/b': '2' } }, true],
    // All operators and all keys have to hold.
    [{ StringEquals: { 'aws:RequestTag/a': '1', 'aws:RequestTag/b': '1' } }, false],
    [{ StringEquals: { 'aws:RequestTag/a': '1' }, Bool: { 'aws:SecureTransport': 'true' } }, false],
    // Variables.
    [{ StringEquals: { [tag('department')]: '${aws:username}' } }, false],
    [{ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::000000000000:user/${aws:username}' } }, true],
    [{ StringLike: { 'aws:UserAgent': 'test/${*}' } }, false],
    [{ StringLike: { 'aws:UserAgent': 'test/*' } }, true],
  ];
  for (const [condition, expected] of rows) {
    it(`${JSON.stringify(condition)} ${expected ? 'holds' : 'does not hold'}`, () => {
      assert.equal(holds(condition), expected);
    });
  }

  it('takes variables literally in policies of version 2008-10-17', () => {
    const old = policy(
      'identity',
      [{ Condition: { StringEquals: { 'aws:username': '${aws:username}' } } }],
      '2008-10-17',
    );
    const decision = decideAccess(accessRequest(), {
      identity: [old],
      queue: undefined,
      unreadable: undefined,
    });
    assert.equal(decision.isAllowed, false);
  });

  it('sees TLS, session credentials and the tags of the queue', () => {
    assert.ok(holds({ Bool: { 'aws:SecureTransport': 'true' } }, { isSecure: true }));
    assert.ok(
      holds({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, { principal: user({ isTemporary: true }) }),
    );
    assert.ok(holds({ StringEquals: { 'aws:ResourceTag/env': 'dev' } }, { resourceTags: { env: 'dev' } }));
    assert.ok(
      holds(
        { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
        { principal: user({ organizationId: 'o-1' }) },
      ),
    );
  });
});

describe('a range of addresses', () => {
  const rows: readonly [string, string, boolean][] = [
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.0/8', true],
    ['127.0.0.1', '0.0.0.0/0', true],
    ['::ffff:127.0.0.1', '127.0.0.0/8', true],
    ['192.168.1.128', '192.168.1.0/25', false],
    ['192.168.1.127', '192.168.1.0/25', true],
    ['::1', '::1/128', true],
    ['::1', '::/0', true],
    ['::1', '0.0.0.0/0', false],
    ['2001:db8:1::5', '2001:db8::/32', true],
    ['2001:db9::5', '2001:db8::/32', false],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['127.0.0.1', '127.0.0.1/33', false],
    ['127.0.0.256', '127.0.0.0/8', false],
    ['not an address', '0.0.0.0/0', false],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', true],
    ['1:2:3:4:5:6:7:8:9', '::/0', false],
    ['1::2::3', '::/0', false],
  ];
  for (const [address, range, expected] of rows) {
    it(`${range} ${expected ? 'holds' : 'does not hold'} ${address}`, () => {
      assert.equal(isInRange(address, range), expected);
    });
  }
});
