import assert from 'node:assert/strict';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, it } from 'mocha';
import {
  findPartition,
  findServiceAddress,
  isAwsHost,
  isAwsSignInHost,
  isRegion,
} from '../../../broker/connections/regions.ts';

const REGIONS = [
  ['us-east-1', 'aws'],
  ['eu-central-1', 'aws'],
  ['ap-southeast-7', 'aws'],
  ['mx-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-west-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
] as const;

const BOTH = [false, true];

describe('The address of Amazon SQS', () => {
  const client = new SQSClient({ region: 'us-east-1', ignoreConfiguredEndpointUrls: true });
  const { endpointProvider } = client.config;
  after(() => client.destroy());

  for (const [region, partition] of REGIONS) {
    for (const fips of BOTH) {
      for (const dualStack of BOTH) {
        it(`in ${region}, FIPS ${fips}, dual stack ${dualStack}, is that of the rules of AWS`, () => {
          const { url } = endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualStack });
          assert.equal(findServiceAddress('sqs', region, { fips, dualStack }), url.origin);
          assert.ok(isAwsHost(url.hostname));
        });
      }
    }

    it(`in ${region} is of the partition ${partition}`, () =>
      assert.equal(findPartition(region).id, partition));
  }

  it('of STS is beside it', () => {
    assert.equal(findServiceAddress('sts', 'cn-north-1'), 'https://sts.cn-north-1.amazonaws.com.cn');
  });

  for (const text of [
    '',
    'eu-central-1.example.com',
    'x@example.com/-1',
    'EU-CENTRAL-1',
    'eu-central',
    'example.com#-1',
    'a-b-1\n',
  ]) {
    it(`is never made from ${JSON.stringify(text)}`, () => {
      assert.equal(isRegion(text), false);
      assert.throws(() => findServiceAddress('sqs', text));
    });
  }

  for (const host of [
    'sts.amazonaws.com.example.com',
    'example.com',
    'amazonaws.com',
    'evilamazonaws.com',
    '127.0.0.1',
    'localhost',
  ]) {
    it(`is not ${host}`, () => assert.equal(isAwsHost(host), false));
  }
});

describe('The address where logins of the console are renewed', () => {
  for (const host of [
    'us-east-1.signin.aws.amazon.com',
    'us-east-1.oauth.signin.aws',
    'cn-north-1.signin.amazonaws.cn',
    'signin-fips.amazonaws-us-gov.com',
  ]) {
    it(`can be ${host}`, () => assert.equal(isAwsSignInHost(host), true));
  }

  for (const host of [
    'aws.amazon.com',
    'evilsignin.aws',
    'signin.aws.example.com',
    'us-east-1.signin.aws.amazon.com.example.com',
    'sqs.us-east-1.amazonaws.com',
  ]) {
    it(`is not ${host}`, () => assert.equal(isAwsSignInHost(host), false));
  }
});
