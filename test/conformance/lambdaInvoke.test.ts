import assert from 'node:assert/strict';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  callLambda,
  connectLambda,
  type LambdaServer,
  startLambdaServer,
} from '../support/lambda/lambdaServer.ts';
import { FUNCTION } from '../support/mappingWorld.ts';

const EVENT = { 'x-amz-invocation-type': 'Event' };
const LONGEST_EVENT = Buffer.from(`"${'x'.repeat(1_048_574)}"`);

describe('Invoke of the API of Lambda', () => {
  let server: LambdaServer;
  let client: LambdaClient;

  const invoke = (input: object = {}) =>
    client.send(new InvokeCommand({ FunctionName: FUNCTION, Payload: '{"Records":[]}', ...input }));
  const text = (payload: Uint8Array | undefined): string => Buffer.from(payload ?? []).toString();
  const call = (body?: Buffer<ArrayBuffer>, headers = {}) =>
    callLambda(server, `/2015-03-31/functions/${FUNCTION}/invocations`, 'POST', body, headers);

  before(async () => {
    server = await startLambdaServer();
    client = connectLambda(server);
  });

  afterEach(() => {
    server.functions.respond = undefined;
    server.functions.invocations.length = 0;
    server.functions.declare(FUNCTION, { isRunnable: true, busy: 0 });
  });

  it('answers what it returned', async () => {
    server.functions.respond = ({ returns }) => returns({ done: true });
    const { StatusCode, Payload, ExecutedVersion, FunctionError } = await invoke();
    assert.deepEqual(
      [StatusCode, text(Payload), ExecutedVersion, FunctionError],
      [200, '{"done":true}', '$LATEST', undefined],
    );
  });

  it('answers status 200 when it failed', async () => {
    const payload = Buffer.from('{"errorType":"Error","errorMessage":"no"}');
    server.functions.respond = ({ end, request: { wantsLog } }) =>
      end({
        outcome: 'failed',
        requestId: 'r',
        kind: 'handlerError',
        payload,
        ...(wantsLog === true && { logTail: 'END' }),
      });
    const { StatusCode, FunctionError, LogResult, Payload } = await invoke({ LogType: 'Tail' });
    assert.deepEqual([StatusCode, FunctionError, text(Payload)], [200, 'Unhandled', payload.toString()]);
    assert.equal(Buffer.from(LogResult ?? '', 'base64').toString(), 'END');
  });

  it('passes on what its caller says of itself, in ASCII, if that waits', async () => {
    server.functions.respond = ({ returns }) => returns();
    const ClientContext = Buffer.from('{"custom":{"name":"Zoë 🎈"}}').toString('base64');
    await invoke({ ClientContext });
    await invoke({ ClientContext, InvocationType: 'Event' });
    await invoke();
    assert.deepEqual(
      server.functions.invocations.map(({ request }) => request.clientContext),
      [String.raw`{"custom":{"name":"Zo\u00eb \ud83c\udf88"}}`, undefined, undefined],
    );
  });

  for (const [what, context, message] of [
    ['no JSON', '{', 'Client context must be a valid Base64-encoded JSON object.'],
    ['no object', '[1]', 'Client context must be a valid Base64-encoded JSON object.'],
    [
      'too long',
      JSON.stringify({ custom: 'x'.repeat(2700) }),
      'Client context must be no longer than 3583 bytes.',
    ],
  ] as const) {
    it(`is rejected if what its caller says of itself is ${what}`, async () => {
      const ClientContext = Buffer.from(context).toString('base64');
      await assert.rejects(invoke({ ClientContext }), { name: 'InvalidRequestContentException', message });
      assert.equal(server.functions.invocations.length, 0);
    });
  }

  it('does not wait for an event', async () => {
    const { StatusCode, Payload } = await invoke({ InvocationType: 'Event' });
    assert.deepEqual([StatusCode, text(Payload)], [202, '']);
    assert.equal(server.functions.invocations.length, 1);
    server.functions.invocations[0]?.returns();
  });

  it('tries an event again on the clock of the broker, with its request ID', async () => {
    server.functions.respond = ({ fails }) => fails();
    await invoke({ InvocationType: 'Event', Payload: '{"n":1}' });
    server.clock.advance(60_000);
    server.functions.respond = ({ returns }) => returns();
    server.clock.advance(120_000);
    server.clock.advance(3_600_000);
    assert.deepEqual(
      server.functions.invocations.map(({ request: { payload, requestId } }) => [payload, requestId]),
      [
        ['{"n":1}', undefined],
        ['{"n":1}', 'r'],
        ['{"n":1}', 'r'],
      ],
    );
  });

  it('refuses an event if too many wait already', async () => {
    server.functions.declare(FUNCTION, { environments: 2000 });
    const events = Array.from({ length: 16 }, () => call(LONGEST_EVENT, EVENT));
    assert.deepEqual(new Set((await Promise.all(events)).map(({ status }) => status)), new Set([202]));
    const { status, error } = await call(undefined, EVENT);
    assert.deepEqual([status, error], [429, 'TooManyRequestsException']);
    for (const { returns } of server.functions.invocations) returns();
  });

  it('only checks whether it could', async () => {
    assert.equal((await invoke({ InvocationType: 'DryRun' })).StatusCode, 204);
    assert.equal(server.functions.invocations.length, 0);
  });

  it('is rejected if there is no function, or no program runs it, or too many run', async () => {
    await assert.rejects(invoke({ FunctionName: 'missing' }), {
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:missing',
    });
    const foreign = `arn:aws-cn:lambda:us-east-1:000000000000:function:${FUNCTION}`;
    await assert.rejects(invoke({ FunctionName: foreign }), {
      name: 'ResourceNotFoundException',
      message: `Function not found: ${foreign}`,
    });
    server.functions.respond = ({ end }) =>
      end({ outcome: 'throttled', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });
    await assert.rejects(invoke(), {
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      retryAfterSeconds: '1',
    });
    server.functions.declare(FUNCTION, { isRunnable: false });
    for (const InvocationType of ['RequestResponse', 'Event'] as const) {
      await assert.rejects(invoke({ InvocationType }), {
        name: 'ResourceConflictException',
        message: 'No program runs it.',
      });
    }
  });

  it('is rejected if its event is too large, or no JSON', async () => {
    for (const [type, bytes] of [
      ['RequestResponse', 6_291_456],
      ['Event', 1_048_576],
    ] as const) {
      const body = Buffer.from(JSON.stringify('x'.repeat(bytes)));
      const { status, error } = await call(body, { 'x-amz-invocation-type': type });
      assert.deepEqual([status, error], [413, 'RequestTooLargeException']);
    }
    for (const body of [Buffer.from('{'), Buffer.from([0x22, 0xff, 0x22])]) {
      const { status, error } = await call(body);
      assert.deepEqual([status, error], [400, 'InvalidRequestContentException']);
    }
    assert.equal(server.functions.invocations.length, 0);
  });

  it('hands over an empty object if there is no event', async () => {
    server.functions.respond = ({ request: { payload }, returns }) => returns(payload);
    const { text: answer } = await call();
    assert.equal(answer, '{}');
  });
});
