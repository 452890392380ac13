import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ACTIONS } from '../../broker/sqs/actions/actions.ts';
import { ERROR_TABLE } from '../../broker/sqs/wire/errorCodes.ts';
import { type LocalBroker, startLocalBroker } from './support/broker.ts';
import { parseXml, textOf } from './support/xml.ts';

const RUNS = 300;
const actionNames = fc.constantFrom(...ACTIONS.keys());
const codes = new Set(Object.values(ERROR_TABLE).map(({ queryCode }) => queryCode));
const types = new Set(Object.values(ERROR_TABLE).map(({ jsonType }) => jsonType));

/** Members of all actions with values of all kinds, so that decoding gets past the first member. */
const anyMember = fc.constantFrom(
  ...new Set([...ACTIONS.values()].flatMap(({ input }) => Object.keys(input.members))),
);
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.constantFrom('q', 'All', '__proto__', 'http://localhost/000000000000/q', '\ud800', ''),
);

describe('For any bytes', () => {
  let broker: LocalBroker;

  before(async () => {
    broker = await startLocalBroker();
    await callJson('CreateQueue', '{"QueueName":"q"}');
  });

  afterEach(() => {
    assert.deepEqual(broker.defects, []);
  });

  after(() => broker.close());

  async function callJson(action: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const response = await fetch(broker.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `AmazonSQS.${action}` },
      body,
    });
    const text = await response.text();
    if (response.ok) {
      if (text !== '') assert.equal(typeof JSON.parse(text), 'object');
      return;
    }
    const { __type, message } = JSON.parse(text);
    assert.ok(types.has(__type), text);
    assert.equal(typeof message, 'string');
    assert.ok(codes.has(response.headers.get('x-amzn-query-error')?.split(';')[0] ?? ''));
    assert.notEqual(response.status, 500);
  }

  async function callQuery(path: string, init: RequestInit): Promise<void> {
    const response = await fetch(`${broker.endpoint}${path}`, init);
    const text = await response.text();
    const document = parseXml(text);
    if (response.ok || document.name === 'UnknownOperationException') return;
    const [error] = document.children;
    assert.ok(error !== undefined && codes.has(textOf(error, 'Code') ?? ''), text);
    assert.notEqual(response.status, 500);
  }

  async function checkNextRequest(): Promise<void> {
    await callJson('ListQueues', '{}');
  }

  it('the JSON front gives a well-formed answer', async () => {
    await fc.assert(
      fc.asyncProperty(actionNames, fc.uint8Array({ maxLength: 300 }), async (action, bytes) => {
        await callJson(action, Uint8Array.from(bytes));
      }),
      { numRuns: RUNS },
    );
    await checkNextRequest();
  });

  it('the JSON front gives a well-formed answer to members of any type', async () => {
    const input = fc.dictionary(anyMember, anyValue, { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(actionNames, input, async (action, members) => {
        await callJson(action, JSON.stringify({ QueueUrl: 'q', ...members, WaitTimeSeconds: 0 }));
      }),
      { numRuns: RUNS },
    );
    await checkNextRequest();
  });

  it('the Query front gives a well-formed answer to forms', async () => {
    await fc.assert(
      fc.asyncProperty(actionNames, fc.uint8Array({ maxLength: 300 }), async (action, bytes) => {
        const body = Buffer.concat([Buffer.from(`Action=${action}&`), bytes]);
        await callQuery('/', { method: 'POST', body });
      }),
      { numRuns: RUNS },
    );
    await checkNextRequest();
  });

  it('the Query front gives a well-formed answer to parameters of any value', async () => {
    const key = fc.oneof(
      anyMember,
      fc.stringMatching(
        /^(?:Attribute|Tag|SendMessageBatchRequestEntry)(?:\.(?:[0-3]|Name|Value|Key|Id)){0,4}$/,
      ),
    );
    const parameters = fc.array(
      fc.tuple(key, fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('q', '1', ''))),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(actionNames, parameters, async (action, pairs) => {
        const all = [['Action', action], ['QueueUrl', 'q'], ...pairs, ['WaitTimeSeconds', '0']];
        const body = all
          .map(([name = '', value = '']) => `${name}=${encodeURIComponent(value.replaceAll(/\p{Cs}/gu, ''))}`)
          .join('&');
        await callQuery('/', { method: 'POST', body });
      }),
      { numRuns: RUNS },
    );
    await checkNextRequest();
  });

  it('the Query front gives a well-formed answer to any path and query string', async () => {
    const text = fc.stringMatching(/^[ -~]{0,60}$/);
    await fc.assert(
      fc.asyncProperty(text, text, async (path, query) => {
        await callQuery(`/x${path.replaceAll('#', '')}?Action=${query.replaceAll('#', '')}`, {
          method: 'GET',
        });
      }),
      { numRuns: RUNS },
    );
    await checkNextRequest();
  });
});
