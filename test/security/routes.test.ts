import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUTH_MODES } from '../../broker/process/configOptions.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { openSecurePort } from '../../broker/assembly/httpsEndpoint.ts';
import { tryConnect } from '../support/controlClient.ts';
import { unwrap } from '../support/engineHarness.ts';
import { startTestBroker, type TestBroker } from '../support/testBroker.ts';
import { makeCaller } from '../support/testCaller.ts';
import {
  ACCOUNT,
  askAs,
  CALLERS,
  createTestAuthority,
  identify,
  OTHER_ACCOUNT,
  type RouteRequest,
} from './support/routeCallers.ts';

/**
 * Statuses for the callers in the order of CALLERS: anonymous, unknown, denied, stranger, allowed, token. The token is no
 * signature: the service answers 400 to what claims to be one and is none.
 */
type Row = readonly [number, number, number, number, number, number];
const ALL: Row = [200, 200, 200, 200, 200, 200];
const SIGNED: Row = [403, 403, 200, 200, 200, 400];
const ALLOWED: Row = [403, 403, 403, 403, 200, 400];
/** A user of another account may do it at home. */
const ALLOWED_AT_HOME: Row = [403, 403, 403, 200, 200, 400];
const JSON_TYPE = 'application/x-amz-json-1.0';
const NO_PATH = '<UnknownOperationException/>';

function call(action: string, input: object): RouteRequest {
  const headers = { 'content-type': JSON_TYPE, 'x-amz-target': `AmazonSQS.${action}` };
  return { method: 'POST', path: '/', headers, body: JSON.stringify(input) };
}

function form(path: string, body: string): RouteRequest {
  return { method: 'POST', path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
}

const get = (path: string): RouteRequest => ({ method: 'GET', path });
const sameFor = (row: Row): Readonly<Record<(typeof AUTH_MODES)[number], Row>> => ({
  off: row,
  signatures: row,
  policies: row,
});
const byMode = (signatures: Row, policies: Row) => ({ off: ALL, signatures, policies });
const QUEUE = `/${ACCOUNT}/orders`;
const URL_OF_QUEUE = { QueueUrl: `http://localhost${QUEUE}` };
const fill = (status: number): Row => [status, status, status, status, status, status];

/** Signatures of these callers are for SQS. */
const FOR_ANOTHER_SERVICE: Row = [403, 403, 403, 403, 403, 400];
const watch = (operation: string): RouteRequest => ({
  method: 'POST',
  path: '/',
  headers: { 'content-type': JSON_TYPE, 'x-amz-target': `GraniteServiceVersion20100801.${operation}` },
  body: '{}',
});

/** Every route, and what each mode answers each caller there. */
const ROUTES: readonly [
  what: string,
  request: RouteRequest,
  Readonly<Record<(typeof AUTH_MODES)[number], Row>>,
][] = [
  [
    'ReceiveMessage in JSON',
    call('ReceiveMessage', { ...URL_OF_QUEUE, VisibilityTimeout: 0 }),
    byMode(SIGNED, ALLOWED),
  ],
  [
    'SendMessage in JSON',
    call('SendMessage', { ...URL_OF_QUEUE, MessageBody: 'more' }),
    byMode(SIGNED, ALLOWED),
  ],
  ['GetQueueAttributes in JSON', call('GetQueueAttributes', URL_OF_QUEUE), byMode(SIGNED, ALLOWED)],
  ['ListQueues in JSON', call('ListQueues', {}), byMode(SIGNED, ALLOWED_AT_HOME)],
  ['GetQueueAttributes by a form', form(QUEUE, 'Action=GetQueueAttributes'), byMode(SIGNED, ALLOWED)],
  [
    'ReceiveMessage by GET',
    get(`${QUEUE}?Action=ReceiveMessage&VisibilityTimeout=0`),
    byMode(SIGNED, ALLOWED),
  ],
  ['DescribeAlarms of CloudWatch', watch('DescribeAlarms'), byMode(FOR_ANOTHER_SERVICE, FOR_ANOTHER_SERVICE)],
  [
    'ListMetrics by a form',
    form('/', 'Action=ListMetrics&Version=2010-08-01'),
    byMode(FOR_ANOTHER_SERVICE, FOR_ANOTHER_SERVICE),
  ],
  [
    'ListEventSourceMappings of Lambda',
    get('/2015-03-31/event-source-mappings'),
    byMode(FOR_ANOTHER_SERVICE, FOR_ANOTHER_SERVICE),
  ],
  [
    'Invoke of a function that does not exist',
    { method: 'POST', path: '/2015-03-31/functions/nothing/invocations' },
    { off: fill(404), signatures: FOR_ANOTHER_SERVICE, policies: FOR_ANOTHER_SERVICE },
  ],
  ['the list of queues', get('/queueside/queues'), byMode(SIGNED, ALLOWED_AT_HOME)],
  [
    'the list of queues by HEAD',
    { method: 'HEAD', path: '/queueside/queues' },
    byMode(SIGNED, ALLOWED_AT_HOME),
  ],
  ['the messages of a queue', get('/queueside/queues/orders/messages'), byMode(SIGNED, ALLOWED)],
  [
    'the messages of a queue, by its account',
    get(`/queueside/queues/orders/messages?account=${ACCOUNT}&region=us-east-1&limit=10`),
    byMode(SIGNED, ALLOWED),
  ],
  [
    'the messages of a queue by HEAD',
    { method: 'HEAD', path: '/queueside/queues/orders/messages' },
    byMode(SIGNED, ALLOWED),
  ],
  [
    'the messages of a queue of the other account',
    get(`/queueside/queues/theirs/messages?account=${OTHER_ACCOUNT}`),
    byMode(SIGNED, [403, 403, 403, 200, 403, 400]),
  ],
  [
    'the messages of a queue that does not exist',
    get('/queueside/queues/nothing/messages'),
    {
      off: fill(404),
      signatures: [403, 403, 404, 404, 404, 400],
      policies: [403, 403, 403, 403, 404, 400],
    },
  ],
  ['the metrics as text', get('/metrics'), byMode(SIGNED, ALLOWED_AT_HOME)],
  ['the metrics as text by HEAD', { method: 'HEAD', path: '/metrics' }, byMode(SIGNED, ALLOWED_AT_HOME)],
  ['the metrics as text by DELETE', { method: 'DELETE', path: '/metrics' }, sameFor(fill(405))],
  ['a path below the metrics', get('/metrics/orders'), sameFor(fill(404))],
  ['a view that does not exist', get('/queueside/secrets'), sameFor(fill(404))],
  ['a view by DELETE', { method: 'DELETE', path: '/queueside/queues' }, sameFor(fill(405))],
  ['the health check', get('/health'), sameFor(ALL)],
  ['the health check by HEAD', { method: 'HEAD', path: '/health' }, sameFor(ALL)],
  ['a question for options', { method: 'OPTIONS', path: QUEUE }, sameFor(ALL)],
  ['the root', get('/'), sameFor(fill(404))],
  ['another path', get('/nothing'), sameFor(fill(404))],
  ['the path of the control channel without an upgrade', get('/control'), sameFor(fill(404))],
];

for (const mode of AUTH_MODES) {
  describe(`Every route of a broker with --auth ${mode}`, function () {
    this.timeout(30_000);
    let test: TestBroker;
    let certificateAuthority: string;

    before(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'queueside-routes-'));
      const secure = await openSecurePort({ tlsPort: 0, tlsFolder: folder });
      assert.ok(secure.ok && secure.value !== undefined);
      certificateAuthority = readFileSync(secure.value.authorityPath, 'utf8');
      rmSync(folder, { recursive: true });
      const authority = createTestAuthority(mode);
      test = await startTestBroker({
        secure: secure.value,
        config: { tlsPort: 0, openMetrics: 'on' },
        ...(authority === undefined ? {} : { authority }),
      });
      const { engine } = test.broker;
      for (const [account, name, sse] of [
        [ACCOUNT, 'orders', 'false'],
        [ACCOUNT, 'sealed', 'true'],
        [OTHER_ACCOUNT, 'theirs', 'false'],
      ] as const) {
        const caller = makeCaller({ account });
        const attributes = { SqsManagedSseEnabled: sse };
        const queue = unwrap(createQueue(engine, { name, attributes }, caller));
        unwrap(sendMessage(engine, queue, { body: `secret of ${name}` }, caller));
      }
    });

    const endpoints = ['endpoint', 'secureEndpoint'] as const;
    for (const port of endpoints) {
      for (const [what, request, expected] of ROUTES) {
        it(`answers for ${what}, at the ${port}`, async () => {
          const endpoint = test.info[port] as string;
          const answers = [];
          for (const caller of CALLERS)
            answers.push(await askAs(caller, endpoint, request, certificateAuthority));
          assert.deepEqual(
            answers.map(({ status }) => status),
            expected[mode],
          );
          for (const { status, text } of answers) {
            if (status !== 200)
              assert.ok(!/secret of|arn:aws:sqs:[^"]*:theirs/.test(text.replace(/resource: \S+/, '')), text);
            if (status === 404 && what === 'another path') assert.equal(text, NO_PATH);
          }
        });
      }

      it(`opens the control channel to the token only, at the ${port}`, async () => {
        const endpoint = test.info[port] as string;
        const statuses = [];
        for (const caller of CALLERS) {
          const headers = await identify(caller, endpoint, get('/control'));
          const url = `${endpoint.replace(/^http/, 'ws')}/control`;
          statuses.push((await tryConnect(url, { headers, ca: certificateAuthority })).status);
        }
        assert.deepEqual(statuses, [401, 401, 401, 401, 401, 101]);
      });
    }

    it('shows who looks the messages and queues that they may see, and no others', async () => {
      const seen: Record<string, readonly string[]> = {};
      for (const caller of CALLERS) {
        const { status, text } = await askAs(
          caller,
          test.info.secureEndpoint as string,
          get('/queueside/queues'),
          certificateAuthority,
        );
        if (status !== 200) continue;
        const { queues } = JSON.parse(text) as { readonly queues: readonly { readonly name: string }[] };
        seen[caller] = queues.map(({ name }) => name);
      }
      const all = ['orders', 'sealed', 'theirs'];
      const expected = {
        off: Object.fromEntries(CALLERS.map((caller) => [caller, all])),
        signatures: { denied: all, stranger: all, allowed: all },
        policies: { stranger: ['theirs'], allowed: ['orders', 'sealed'] },
      };
      assert.deepEqual(seen, expected[mode]);
    });

    it('asks for HTTPS where the queue is encrypted, of those who look too', async () => {
      const path = '/queueside/queues/sealed/messages';
      const plain = await askAs('allowed', test.info.endpoint, get(path));
      assert.equal(plain.status, mode === 'off' ? 200 : 403);
      const secure = await askAs(
        'allowed',
        test.info.secureEndpoint as string,
        get(path),
        certificateAuthority,
      );
      assert.equal(secure.status, 200);
      assert.match(secure.text, /secret of sealed/);
    });
  });
}
