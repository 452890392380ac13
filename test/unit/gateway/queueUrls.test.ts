import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type GatewayAddress,
  hasUrls,
  mapAnswerBody,
  mapForm,
  mapRequestBody,
  toGatewayUrl,
  toUpstreamUrl,
} from '../../../broker/gateway/queueUrls.ts';
import { ACTION_NAMES } from '../../../broker/api/actions.ts';

const GATEWAY: GatewayAddress = {
  ports: new Set(['9400', '443']),
  allowedHosts: new Set(['host.docker.internal']),
};
const ENDPOINT = 'https://sqs.eu-central-1.amazonaws.com';
const OWN = 'http://127.0.0.1:9400/123456789012/orders';
const UPSTREAM = `${ENDPOINT}/123456789012/orders`;

const toUpstream = (url: string): string => toUpstreamUrl(url, ENDPOINT, GATEWAY);
const json = (text: string): string =>
  mapRequestBody({ protocol: 'json' }, Buffer.from(text), toUpstream).toString();

describe('Queue URLs of a gateway', () => {
  for (const [url, expected] of [
    [OWN, UPSTREAM],
    ['http://localhost:9400/123456789012/orders.fifo', `${UPSTREAM}.fifo`],
    ['http://[::1]:9400/123456789012/orders', UPSTREAM],
    ['https://localhost/123456789012/orders', UPSTREAM],
    ['http://host.docker.internal:9400/123456789012/orders', UPSTREAM],
    // Others are not those of this gateway: the endpoint says what it makes of them.
    ['http://127.0.0.1:9324/123456789012/orders', undefined],
    ['http://localhost/123456789012/orders', undefined],
    ['http://127.0.0.1.example.com:9400/123456789012/orders', undefined],
    ['https://sqs.us-east-1.amazonaws.com/123456789012/orders', undefined],
    [`${OWN}?x=1`, undefined],
    ['orders', undefined],
    ['', undefined],
  ] as const) {
    it(`${expected === undefined ? 'leave' : 'replace'} ${url}`, () => {
      assert.equal(toUpstream(url), expected ?? url);
    });
  }

  it('are behind the path of an endpoint that has one', () => {
    assert.equal(
      toUpstreamUrl(OWN, 'http://127.0.0.1:4566/sqs', GATEWAY),
      'http://127.0.0.1:4566/sqs/123456789012/orders',
    );
  });

  it('have the account and the name that the endpoint gives a queue, in any of its forms', () => {
    const origin = 'http://localhost:9400';
    for (const url of [
      UPSTREAM,
      'http://sqs.eu-central-1.localhost.localstack.cloud:4566/123456789012/orders',
      'http://localhost:4566/queue/eu-central-1/123456789012/orders',
    ]) {
      assert.equal(toGatewayUrl(url, origin), `${origin}/123456789012/orders`);
    }
    assert.equal(toGatewayUrl('http://localhost:9324/queue/orders', origin), `${origin}/queue/orders`);
    assert.equal(toGatewayUrl('no URL', origin), 'no URL');
  });
});

describe('A request through a gateway', () => {
  /** What stands for the URL is replaced; every other byte stays. */
  for (const [title, body] of [
    ['at the beginning', '{"QueueUrl":"URL","MessageBody":"x"}'],
    ['at the end, with blanks', '{ "MessageBody" : "x" ,\r\n\t"QueueUrl" :  "URL" }'],
    ['behind a body that looks like one', '{"MessageBody":"{\\"QueueUrl\\":\\"OWN\\"}","QueueUrl":"URL"}'],
    ['behind a text that ends in a backslash', '{"MessageBody":"\\\\","QueueUrl":"URL"}'],
    ['behind a tag of that name', '{"Tags":{"QueueUrl":"OWN"},"QueueUrl":"URL"}'],
    ['behind a text of that name', '{"AttributeNames":["QueueUrl"],"Name":"QueueUrl","QueueUrl":"URL"}'],
    ['behind characters of several bytes', '{"MessageBody":"żółw 🐢","QueueUrl":"URL"}'],
  ] as const) {
    it(`has another QueueUrl in JSON, ${title}`, () => {
      const own = body.replace('OWN', OWN);
      assert.equal(json(own.replace('"URL"', `"${OWN}"`)), own.replace('"URL"', `"${UPSTREAM}"`));
    });
  }

  it('has it where slashes are escaped', () => {
    assert.equal(json(`{"QueueUrl":"${OWN.replaceAll('/', '\\/')}"}`), `{"QueueUrl":"${UPSTREAM}"}`);
  });

  for (const body of [
    '{"MessageBody":"x"}',
    '{"QueueUrl":null}',
    '{"QueueUrl":1}',
    '{"QueueUrl"}',
    '{"QueueUrl":"',
    '{"QueueUrl":"\\u00',
    '[{"QueueUrl":"OWN"}]',
    '"QueueUrl',
    '',
    '\u0000',
  ]) {
    it(`stays as it is: ${JSON.stringify(body)}`, () => {
      assert.equal(json(body.replace('OWN', OWN)), body.replace('OWN', OWN));
    });
  }

  it('has another QueueUrl in a form, and only in the parameter of that name', () => {
    const form = (url: string): string =>
      `Action=SendMessage&Tag.QueueUrl=${encodeURIComponent(OWN)}&QueueUrl=${encodeURIComponent(url)}&MessageBody=a+b%20c`;
    assert.equal(mapForm(Buffer.from(form(OWN)), toUpstream).toString(), form(UPSTREAM));
    for (const other of ['', 'QueueUrl=%zz', 'QueueUrl', 'MyQueueUrl=x']) {
      assert.equal(mapForm(Buffer.from(other), toUpstream).toString(), other);
    }
  });
});

describe('A response through a gateway', () => {
  const toGateway = (url: string): string => toGatewayUrl(url, 'http://localhost:9400');
  const map = (text: string): string => mapAnswerBody(Buffer.from(text), toGateway).toString();
  const GIVEN = 'http://localhost:9400/123456789012/orders';

  it('names queues by their URLs in four actions', () => {
    assert.deepEqual(ACTION_NAMES.filter(hasUrls), [
      'CreateQueue',
      'GetQueueUrl',
      'ListQueues',
      'ListDeadLetterSourceQueues',
    ]);
  });

  for (const [title, template] of [
    ['JSON', '{"QueueUrl":"URL","Other":"URL2"}'],
    ['JSON with a list', '{"QueueUrls":["URL","URL"],"NextToken":"x"}'],
    ['JSON that is spaced', '{ "Other": 1e400, "QueueUrls" : [ "URL",\n "URL" ] }'],
    ['JSON with the list of sources', '{"queueUrls":["URL"]}'],
    [
      'JSON of the Query protocol',
      '{"ListQueuesResponse":{"ListQueuesResult":{"queueUrls":["URL"],"NextToken":null}}}',
    ],
    [
      'XML',
      '<?xml version="1.0"?><R><QueueUrl>URL</QueueUrl><QueueUrl>URL</QueueUrl><Other>URL2</Other></R>',
    ],
  ] as const) {
    it(`has URLs of the gateway in ${title}`, () => {
      const fill = (url: string): string => template.replaceAll(/URL(?=["<])/g, url);
      assert.equal(map(fill(UPSTREAM)), fill(GIVEN));
    });
  }

  it('has them where the endpoint escapes slashes, and not within other texts', () => {
    const escape = (url: string): string => url.replaceAll('/', String.raw`\/`);
    assert.equal(map(`{"QueueUrl":"${escape(UPSTREAM)}"}`), `{"QueueUrl":"${GIVEN}"}`);
    const token = JSON.stringify({ NextToken: JSON.stringify({ QueueUrl: UPSTREAM }) });
    assert.equal(map(token), token);
  });

  it('takes no longer than its length allows', () => {
    for (const text of ['{"QueueUrls":["a"', '{"QueueUrl":"'].map(
      (begin) => begin + ' "a" \\"'.repeat(200_000),
    ))
      assert.equal(map(text), text);
  });

  it('stays as it is if it is neither', () => {
    const body = Buffer.from([0xff, 0x00, 0x7b]);
    assert.equal(mapAnswerBody(body, toGateway), body);
  });
});
