import assert from 'node:assert/strict';
import { traceFunctions } from '../../../broker/assembly/functionTrace.ts';
import type { InvocationSubject } from '../../../broker/functions/functionPorts.ts';
import type { ProcessedEnd } from '../../../broker/functions/ports.ts';
import type { InvocationReport } from '../../../broker/protocol/invocation.ts';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { FindingsHarness } from '../../support/findingsHarness.ts';
import { haveOneClass } from '../../support/hiddenClasses.ts';

const SUBJECT: InvocationSubject = {
  requestId: '8f6c',
  function: 'resize',
  environment: 'resize #3',
  consumerId: 'QSKEY3',
  isCold: false,
  concurrent: 1,
  mappingId: undefined,
};
const REPORT: InvocationReport = {
  requestId: '8f6c',
  function: 'resize',
  environment: 'resize #3',
  at: 0,
  isCold: false,
  durationMs: 12.34,
  billedMs: 13,
  outcome: 'returned',
  memory: 128,
};
const RETURNED: ProcessedEnd = { outcome: 'returned', requestId: '8f6c', payload: Buffer.from('null') };

describe('An invocation in the trace', () => {
  let harness: FindingsHarness;
  let trace: ReturnType<typeof traceFunctions>;

  beforeEach(() => {
    harness = new FindingsHarness();
    trace = traceFunctions(harness.recorder, { region: 'us-east-1', account: '000000000000' });
  });

  const readLast = (): TraceEvent => {
    const { recorder } = harness;
    const [event] = recorder.read({ afterSequence: recorder.lastSequence - 1, limit: 1 });
    return event ?? assert.fail('no event');
  };

  for (const [messages, named] of [
    [1, 1],
    [100, 100],
    [101, 100],
    [10_000, 100],
  ] as const) {
    it(`names ${named} of the messages of a batch of ${messages}, and says how many there are`, () => {
      const queue = harness.createQueue('images');
      const ids = Array.from({ length: Math.min(messages, 101) }, () => harness.send(queue));
      const batch = {
        queueArn: queue.arn,
        messages: Array.from({ length: messages }, (_, index) => ({
          messageId: ids[index % ids.length] ?? '',
        })),
      };
      trace.recordBegin({ ...SUBJECT, mappingId: 'm', batch });
      const { kind, queueArn, invoked, requestId, invocation, environment } = readLast();
      assert.deepEqual(
        { kind, queueArn, requestId, invocation, environment },
        {
          kind: 'invoked',
          queueArn: queue.arn,
          requestId: '8f6c',
          invocation: '8f6c',
          environment: 'resize #3',
        },
      );
      assert.deepEqual(invoked, {
        function: 'resize',
        isCold: false,
        mappingId: 'm',
        messages,
        messageIds: ids.slice(0, named),
      });
    });
  }

  it('leaves out IDs that are none of this broker', () => {
    const batch = { queueArn: 'arn:aws:sqs:us-east-1:000000000000:images', messages: [{ messageId: 'x' }] };
    trace.recordBegin({ ...SUBJECT, batch });
    assert.deepEqual(readLast().invoked, { function: 'resize', isCold: false, messages: 1 });
  });

  it('ends with its figures, and at most ten lines of at most 256 characters', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `${index} ${'x'.repeat(index === 11 ? 300 : 3)}`);
    trace.recordInvocation({ ...REPORT, initMs: 80.5, usedMemory: 61 }, SUBJECT, RETURNED, lines);
    const { kind, durationMs, error, invoked } = readLast();
    assert.deepEqual([kind, durationMs, error], ['invocationEnded', 12.34, undefined]);
    assert.deepEqual(invoked, {
      function: 'resize',
      isCold: false,
      messages: 0,
      end: {
        outcome: 'returned',
        durationMs: 12.34,
        billedMs: 13,
        initMs: 80.5,
        memory: 128,
        usedMemory: 61,
        lastLines: [...lines.slice(2, 11), `11 ${'x'.repeat(253)}…`],
      },
    });
  });

  it('says after its end which of its lines looks like an error, if it returned', () => {
    const lines = ['resizing', `ERROR no width ${'x'.repeat(300)}`, 'ERROR no height'];
    trace.recordInvocation(REPORT, SUBJECT, RETURNED, lines);
    const { kind, detail, invocation, invoked } = readLast();
    assert.deepEqual(
      [kind, invocation, invoked],
      ['errorLogged', '8f6c', { function: 'resize', isCold: false, messages: 0 }],
    );
    assert.match(detail ?? '', /^ERROR no width x+…$/);
    assert.equal(detail?.length, 257);
    const failed = {
      outcome: 'failed',
      requestId: '8f6c',
      kind: 'handlerError',
      payload: Buffer.from('{}'),
    } as const;
    trace.recordInvocation(REPORT, SUBJECT, failed, lines);
    assert.equal(readLast().kind, 'invocationFailed');
  });

  for (const [what, payload, error] of [
    [
      'its type and message',
      '{"errorType":"TypeError","errorMessage":"no"}',
      { code: 'TypeError', message: 'no' },
    ],
    ['how it failed, without a type', '{"errorMessage":"no"}', { code: 'handlerError', message: 'no' }],
    ['how it failed, if it is no JSON', 'oops', { code: 'handlerError', message: '' }],
    ['how it failed, if it is no object', 'null', { code: 'handlerError', message: '' }],
    [
      'how it failed, if it says something else',
      '{"errorType":7,"errorMessage":{}}',
      { code: 'handlerError', message: '' },
    ],
    [
      'the beginning of a long message',
      JSON.stringify({ errorType: 'E', errorMessage: 'x'.repeat(200_000) }),
      { code: 'E', message: `${'x'.repeat(1000)}…` },
    ],
    [
      'how it failed, if it is too long to be read',
      'x'.repeat(262_145),
      { code: 'handlerError', message: '' },
    ],
  ] as const) {
    it(`that failed says ${what}`, () => {
      const end: ProcessedEnd = {
        outcome: 'failed',
        requestId: '8f6c',
        kind: 'handlerError',
        payload: Buffer.from(payload),
      };
      trace.recordInvocation({ ...REPORT, outcome: 'handlerError' }, SUBJECT, end, []);
      assert.deepEqual(readLast().error, error);
    });
  }

  it('is described by objects of the same classes as the one before', () => {
    const invoked: object[] = [];
    const ends: object[] = [];
    harness.recorder.onRecord((record) => {
      if (record.invoked?.end !== undefined) ends.push(record.invoked.end);
      else if (record.invoked !== undefined) invoked.push(record.invoked);
    });
    const batch = { queueArn: harness.createQueue('images').arn, messages: [] };
    for (let count = 0; count < 3; count++) {
      const subject = { ...SUBJECT, mappingId: 'm', batch };
      trace.recordBegin(subject);
      trace.recordInvocation({ usedMemory: 64, ...REPORT }, subject, RETURNED, []);
    }
    assert.equal(invoked.length, 3);
    assert.equal(ends.length, 3);
    assert.ok(haveOneClass(invoked));
    assert.ok(haveOneClass(ends));
  });
});
