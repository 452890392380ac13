import assert from 'node:assert/strict';
import { parsePolicyText } from '../../../broker/auth/policyParser.ts';

const source = { kind: 'resource', name: 'queue' } as const;
const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' };

describe('the text of a policy', () => {
  it('may have one statement without a list, and lists of one', () => {
    const parsed = parsePolicyText(
      JSON.stringify({ Statement: { ...statement, Action: ['SQS:SendMessage'], Principal: { AWS: '*' } } }),
      source,
    );
    assert.ok(parsed.ok);
    assert.equal(parsed.policy.hasVariables, false);
    assert.deepEqual(parsed.policy.statements[0]?.actions, {
      isNegated: false,
      patterns: ['sqs:sendmessage'],
    });
    assert.equal(parsed.policy.statements[0]?.principals?.patterns.isEverybody, true);
  });

  it('may leave the resource out of a queue policy', () => {
    const { Resource, ...rest } = statement;
    assert.equal(Resource, '*');
    assert.ok(parsePolicyText(JSON.stringify({ Statement: [rest] }), source).ok);
  });

  const rows: readonly [string, object, string, RegExp][] = [
    ['another version', { Version: '2020-01-01', Statement: [] }, 'Version', /2012-10-17/],
    ['no statements', { Version: '2012-10-17' }, 'Statement', /missing/],
    ['a list for a document', [], '', /object/],
    ['an unknown member', { Statements: [] }, 'Statements', /not a known member/],
    [
      'an unknown effect',
      { Statement: [{ ...statement, Effect: 'allow' }] },
      'Statement[0].Effect',
      /"Allow"/,
    ],
    [
      'a misspelt member',
      { Statement: [statement, { ...statement, Actions: '*' }] },
      'Statement[1].Actions',
      /not a known member/,
    ],
    [
      'an action and its opposite',
      { Statement: { ...statement, NotAction: '*' } },
      'Statement',
      /both Action/,
    ],
    [
      'an empty action',
      { Statement: { ...statement, Action: ['a', ''] } },
      'Statement.Action[1]',
      /non-empty/,
    ],
    ['no principal', { Statement: { ...statement, Principal: undefined } }, 'Statement', /needs Principal/],
    [
      'a wildcard inside a principal',
      { Statement: { ...statement, Principal: { AWS: 'arn:aws:iam::*:root' } } },
      'Statement.Principal.AWS',
      /wildcard/,
    ],
    [
      'an unknown operator',
      { Statement: { ...statement, Condition: { StringEqual: { a: 'b' } } } },
      'Statement.Condition.StringEqual',
      /not a condition operator/,
    ],
    [
      'a range that is none',
      { Statement: { ...statement, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } } } },
      'Statement.Condition.IpAddress.aws:SourceIp',
      /not a value for IpAddress/,
    ],
    [
      'a date that is none',
      { Statement: { ...statement, Condition: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } } },
      'Statement.Condition.DateLessThan.aws:CurrentTime',
      /not a value/,
    ],
    [
      'an object for a value',
      { Statement: { ...statement, Condition: { Bool: { 'aws:SecureTransport': {} } } } },
      'Statement.Condition.Bool.aws:SecureTransport',
      /must be a string/,
    ],
  ];
  for (const [what, document, path, message] of rows) {
    it(`is refused with ${what}, and the place is named`, () => {
      const parsed = parsePolicyText(JSON.stringify(document), source);
      assert.ok(!parsed.ok);
      assert.equal(parsed.problem.path, path);
      assert.match(parsed.problem.message, message);
    });
  }

  it('is refused when it is no JSON, or too long', () => {
    for (const text of ['{', ' '.repeat(65_537)]) assert.ok(!parsePolicyText(text, source).ok);
  });

  it('names no principal when it is an identity policy', () => {
    const parsed = parsePolicyText(JSON.stringify({ Statement: statement }), { kind: 'identity', name: 'p' });
    assert.ok(!parsed.ok);
    assert.match(parsed.problem.message, /no Principal/);
  });
});
