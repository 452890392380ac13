import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  findRegionOfQueueUrl,
  formatQueueArn,
  readQueueUrl,
  writeQueueUrl,
} from '../../../broker/connections/queueAddress.ts';

const ACCOUNT = '123456789012';

const URLS = [
  [`https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders`, ACCOUNT, 'orders', 'eu-central-1'],
  [`https://sqs-fips.us-east-1.amazonaws.com/${ACCOUNT}/orders.fifo`, ACCOUNT, 'orders.fifo', 'us-east-1'],
  [`https://sqs.eu-west-1.api.aws/${ACCOUNT}/orders`, ACCOUNT, 'orders', 'eu-west-1'],
  [`https://sqs.cn-north-1.amazonaws.com.cn/${ACCOUNT}/orders`, ACCOUNT, 'orders', 'cn-north-1'],
  [`https://queue.amazonaws.com/${ACCOUNT}/orders`, ACCOUNT, 'orders', 'us-east-1'],
  [`https://eu-west-2.queue.amazonaws.com/${ACCOUNT}/orders`, ACCOUNT, 'orders', 'eu-west-2'],
  [
    'http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/orders',
    '000000000000',
    'orders',
    undefined,
  ],
  ['http://localhost:4566/queue/us-east-1/000000000000/orders', '000000000000', 'orders', undefined],
  ['http://localhost:9324/queue/orders', 'queue', 'orders', undefined],
  [`https://sqs.eu-central-1.example.com/${ACCOUNT}/orders`, ACCOUNT, 'orders', undefined],
] as const;

const NONE = [
  '',
  'orders',
  'https://sqs.eu-central-1.amazonaws.com',
  'https://sqs.eu-central-1.amazonaws.com/orders',
  `https://user:pw@sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders`,
  `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders?Action=PurgeQueue`,
  `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/orders#x`,
  `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/or%2Fders`,
  `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/${'x'.repeat(81)}`,
  `file:///${ACCOUNT}/orders`,
  `javascript:alert(1)//${ACCOUNT}/orders`,
  `http://localhost/${'x/'.repeat(1_100)}${ACCOUNT}/orders`,
];

describe('The URL of a queue', () => {
  for (const [url, account, name, region] of URLS) {
    it(`${url} has an account and a name`, () => assert.deepEqual(readQueueUrl(url), { account, name }));
    it(`${url} is of the region ${region}`, () => assert.equal(findRegionOfQueueUrl(url), region));
  }

  for (const url of NONE) {
    it(`${JSON.stringify(url.slice(0, 100))} is none`, () => assert.equal(readQueueUrl(url), undefined));
  }

  it('is made from the endpoint of the connection', () => {
    const address = { account: ACCOUNT, name: 'orders' };
    assert.equal(writeQueueUrl('http://127.0.0.1:4566/', address), `http://127.0.0.1:4566/${ACCOUNT}/orders`);
    assert.equal(
      formatQueueArn('aws-cn', 'cn-north-1', address),
      `arn:aws-cn:sqs:cn-north-1:${ACCOUNT}:orders`,
    );
  });
});
