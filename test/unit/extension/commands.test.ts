import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { parseEnv } from 'node:util';
import type { BrokerInfo } from '../../../broker/protocol/broker.ts';
import { completeQueueName, findNameProblem } from '../../../extension/queues/queueName.ts';
import { joinNames, listLosers, listQueueLines } from '../../../extension/queues/queueLines.ts';
import { listEndpointVariables } from '../../../broker/programs/endpointVariables.ts';
import { listExports } from '../../../extension/launch/shellExports.ts';
import { formatBody } from '../../../extension/queues/messages/bodyText.ts';
import {
  formatMessagePath,
  looksLikeJson,
  parseMessagePath,
} from '../../../extension/queues/messages/messageUri.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

describe('the name of a new queue', () => {
  for (const [typed, kind, problem] of [
    ['orders', 'standard', undefined],
    ['Orders_2-x', 'standard', undefined],
    ['', 'standard', 'Enter a queue name.'],
    ['or ders', 'standard', 'Use only letters, digits, hyphens and underscores.'],
    [
      'orders.fifo',
      'standard',
      'Only FIFO queue names end in .fifo. Go back and choose FIFO, or remove the suffix.',
    ],
    ['taken', 'standard', 'A queue named taken already exists.'],
    ['x'.repeat(80), 'standard', undefined],
    ['x'.repeat(81), 'standard', 'Use at most 80 characters (you have 81).'],
    ['orders', 'fifo', undefined],
    ['orders.fifo', 'fifo', undefined],
    ['.fifo', 'fifo', 'Enter a queue name.'],
    ['', 'fifo', 'Enter a queue name.'],
    ['x'.repeat(75), 'fifo', undefined],
    ['x'.repeat(76), 'fifo', 'Use at most 80 characters (you have 81).'],
    ['taken2', 'fifo', 'A queue named taken2.fifo already exists.'],
  ] as const) {
    it(`${problem === undefined ? 'may' : 'may not'} be “${typed.slice(0, 20)}” (${typed.length}, ${kind})`, () => {
      assert.equal(findNameProblem(typed, kind, ['taken', 'taken2.fifo']), problem);
    });
  }

  it('gets the suffix that its kind needs', () => {
    assert.equal(completeQueueName('orders', 'fifo'), 'orders.fifo');
    assert.equal(completeQueueName('orders.fifo', 'fifo'), 'orders.fifo');
    assert.equal(completeQueueName('orders', 'standard'), 'orders');
  });
});

describe('the queues of a question', () => {
  it('are named with what is in them, and counted where they are too many', () => {
    const connection = new MemoryConnection('memory', []);
    const queues = Array.from({ length: 40 }, (_, index) => ({
      connection,
      queue: makeQueue(`q${index}`, index),
    }));
    const lines = listQueueLines(queues.slice(0, 2));
    assert.deepEqual(lines, ['q0: 1 in flight', 'q1: 1 visible · 1 in flight']);
    assert.equal(listQueueLines(queues.slice(0, 16)).length, 16);
    assert.equal(listQueueLines(queues).at(-1), 'and 25 more');
  });

  it('take their dead-letter queue only from queues that stay', () => {
    const [orders, images] = [makeQueue('orders'), makeQueue('images')];
    const dead = { ...makeQueue('orders-dlq'), deadLetterSources: [orders.arn, images.arn] };
    const others = { ...makeQueue('others-dlq'), deadLetterSources: [images.arn] };
    assert.deepEqual(listLosers([dead]), ['orders', 'images']);
    assert.deepEqual(listLosers([orders, dead]), ['images']);
    assert.deepEqual(listLosers([dead, others]), ['orders', 'images']);
    assert.deepEqual(listLosers([orders, dead, images]), []);
  });

  it('are joined in a sentence, and counted where they are too many', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    assert.equal(joinNames(names.slice(0, 2)), 'a, b');
    assert.equal(joinNames(names.slice(0, 6)), 'a, b, c, d, e, f');
    assert.equal(joinNames(names), 'a, b, c, d, e and 2 more');
  });
});

const INFO = { endpoint: 'http://127.0.0.1:9324', region: 'us-east-1' } as BrokerInfo;

describe('the exports for a shell', () => {
  const nasty = { AWS_REGION: `it's "$HOME" \\ \`x\`` };

  it('name everything that an SDK needs, and remove what would spoil it', () => {
    assert.deepEqual(listEndpointVariables(INFO, undefined, {}), {
      AWS_PROFILE: null,
      AWS_SESSION_TOKEN: null,
      AWS_CREDENTIAL_EXPIRATION: null,
      AWS_WEB_IDENTITY_TOKEN_FILE: null,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
      AWS_USE_FIPS_ENDPOINT: 'false',
      AWS_USE_DUALSTACK_ENDPOINT: 'false',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9324',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'queueside',
      AWS_SECRET_ACCESS_KEY: 'queueside',
    });
  });

  it('remove a profile by the rules of each shell, where it can be removed', () => {
    const removals = (['bash', 'powershell', 'fish', 'cmd', 'dotenv'] as const).map((shell) =>
      listExports(shell, { AWS_PROFILE: null, A: 'b' }).slice(0, -1),
    );
    assert.deepEqual(removals, [
      ['unset AWS_PROFILE'],
      ['Remove-Item Env:AWS_PROFILE -ErrorAction Ignore'],
      ['set -eg AWS_PROFILE'],
      ['set "AWS_PROFILE="'],
      [],
    ]);
  });

  it('arrive in bash as they are', function () {
    if (spawnSync('bash', ['-c', 'true']).status !== 0) this.skip();
    const script = [...listExports('bash', nasty), 'printf %s "$AWS_REGION"'].join('\n');
    assert.equal(execFileSync('bash', ['-c', script], { encoding: 'utf8' }), nasty.AWS_REGION);
  });

  it('are quoted by the rules of each shell', () => {
    assert.deepEqual(listExports('powershell', { A: "it's $x" }), ["$env:A = 'it''s $x'"]);
    assert.deepEqual(listExports('fish', { A: "it's \\ $x" }), ["set -gx A 'it\\'s \\\\ $x'"]);
    assert.deepEqual(listExports('cmd', { A: 'C:\\my keys\\ca.pem' }), ['set "A=C:\\my keys\\ca.pem"']);
  });

  it('are read back from a .env file as they are', () => {
    const variables = {
      PLAIN: INFO.endpoint,
      EMPTY: '',
      SPACE: 'C:\\my keys\\ca.pem',
      HASH: 'a # b',
      QUOTE: `it's`,
    };
    const text = listExports('dotenv', variables).join('\n');
    assert.deepEqual({ ...parseEnv(text) }, variables);
    // A reader that knows no quotes gets it right too.
    assert.match(text, /^PLAIN=http:\/\/127\.0\.0\.1:9324$/mu);
  });
});

describe('the document of a message', () => {
  it('is found by its path again', () => {
    const address = { queueName: 'orders.fifo', messageId: '6ab1-99', isJson: true };
    assert.equal(formatMessagePath(address), '/orders.fifo/6ab1-99.json');
    assert.deepEqual(parseMessagePath('/orders.fifo/6ab1-99.json'), address);
    assert.deepEqual(parseMessagePath('/orders/6ab1.txt'), {
      queueName: 'orders',
      messageId: '6ab1',
      isJson: false,
    });
  });

  for (const path of [
    '/',
    '/orders',
    '/orders/6ab1',
    '/orders/6ab1.html',
    '/a/b/c.json',
    '/.vscode/settings.json/x.txt',
  ]) {
    it(`is not ${path}`, () => assert.equal(parseMessagePath(path), undefined));
  }

  it('is JSON when the body begins like it', () => {
    assert.deepEqual(['{"a":1}', ' [1]', 'hello', '', '7'].map(looksLikeJson), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('is laid out without touching a value', async () => {
    assert.equal(
      await formatBody('{"id":12345678901234567890,"a":1.0,"a":"\\u00e9"}'),
      '{\n  "id": 12345678901234567890,\n  "a": 1.0,\n  "a": "\\u00e9"\n}',
    );
    assert.equal(await formatBody('{"cut": '), '{"cut": ');
  });
});
