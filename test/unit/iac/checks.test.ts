import assert from 'node:assert/strict';
import { checkModel } from '../../../broker/iac/checks/checkModel.ts';
import { IAC_RULES } from '../../../broker/iac/checks/finding.ts';
import { readTemplate } from '../../support/iac/readText.ts';

/** A template with a queue, its dead-letter queue and a function, each with properties in the flow style of YAML. */
interface Parts {
  readonly queue?: string;
  readonly dead?: string;
  readonly func?: string;
  readonly event?: string;
  readonly more?: string;
}

const REDRIVE = 'RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5 }';
const GOOD_QUEUE = `VisibilityTimeout: 60, ${REDRIVE}`;
const GOOD_EVENT = 'FunctionResponseTypes: [ReportBatchItemFailures]';

function write({
  queue = GOOD_QUEUE,
  dead = '',
  func = 'Timeout: 10',
  event = GOOD_EVENT,
  more = '',
}: Parts): string {
  return `
Transform: AWS::Serverless-2016-10-31
Parameters: { Missing: { Type: Number } }
Resources:
  Jobs: { Type: AWS::SQS::Queue, Properties: { ${queue} } }
  Dead: { Type: AWS::SQS::Queue, Properties: { ${dead} } }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: worker
      Handler: app.handler
      Runtime: nodejs22.x
      ${func}
      Events:
        Jobs: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn, ${event} } }
${more}`;
}

/** Findings as `rule «what is marked» message`. */
async function check(parts: Parts): Promise<readonly string[]> {
  const text = write(parts);
  const findings = checkModel(await readTemplate(text));
  return findings.map(
    ({ rule, range, message }) => `${rule} «${text.slice(range.start, range.end)}» ${message}`,
  );
}

const FIFO = `FifoQueue: true, ${GOOD_QUEUE}`;
const FIFO_DEAD = 'FifoQueue: true';

/** What a deployment would reject, in the words of the service where they are known. */
const REJECTED: readonly (readonly [what: string, parts: Parts, finding: string])[] = [
  [
    'more than 10 messages without a window',
    { event: `${GOOD_EVENT}, BatchSize: 11` },
    'mappingRejected «11» Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
  ],
  [
    'a timeout that is longer than the visibility timeout',
    { func: 'Timeout: 61' },
    'mappingRejected «60» Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds',
  ],
  [
    'a timeout that is longer than the default visibility timeout',
    { queue: REDRIVE, func: 'Timeout: 31' },
    'mappingRejected «!GetAtt Jobs.Arn» Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
  ],
  [
    'a filter that is no pattern',
    {
      event: `${GOOD_EVENT}, FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }, { Pattern: 'null' }] }`,
    },
    "mappingRejected «'null'» Invalid filter pattern definition.",
  ],
  [
    'a batch of more than 10 messages of a FIFO queue',
    { queue: FIFO, dead: FIFO_DEAD, event: `${GOOD_EVENT}, BatchSize: 11` },
    'mappingRejected «11» Maximum batch size is 10 for a FIFO queue.',
  ],
  [
    'a window of a FIFO queue',
    { queue: FIFO, dead: FIFO_DEAD, event: `${GOOD_EVENT}, MaximumBatchingWindowInSeconds: 1` },
    'mappingRejected «1» Maximum batching window is not supported for FIFO queues.',
  ],
  [
    'a maximum concurrency beside provisioned mode',
    {
      event: `${GOOD_EVENT}, ScalingConfig: { MaximumConcurrency: 5 }, ProvisionedPollerConfig: { MinimumPollers: 3 }`,
    },
    'mappingRejected «3» MaximumConcurrency and ProvisionedPollerConfig are mutually exclusive.',
  ],
  [
    'more pollers at least than at most',
    { event: `${GOOD_EVENT}, ProvisionedPollerConfig: { MinimumPollers: 9, MaximumPollers: 8 }` },
    'mappingRejected «9» MinimumPollers must be less than or equal to MaximumPollers.',
  ],
  [
    'a batch size of 0',
    { event: `${GOOD_EVENT}, BatchSize: 0` },
    'valueOutOfRange «0» BatchSize must be a whole number from 1 to 10000.',
  ],
  [
    'a window of more than 300 s',
    { event: `${GOOD_EVENT}, MaximumBatchingWindowInSeconds: 301` },
    'valueOutOfRange «301» MaximumBatchingWindowInSeconds must be a whole number from 0 to 300.',
  ],
  [
    'a maximum concurrency of 1',
    { event: `${GOOD_EVENT}, ScalingConfig: { MaximumConcurrency: 1 }` },
    'valueOutOfRange «1» MaximumConcurrency must be a whole number from 2 to 1000.',
  ],
  [
    'one poller',
    { event: `${GOOD_EVENT}, ProvisionedPollerConfig: { MaximumPollers: 1 }` },
    'valueOutOfRange «1» MaximumPollers must be a whole number from 2 to 10000.',
  ],
  [
    'the same queue and function twice',
    {
      more: `  Again:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Worker, BatchSize: 1 }
`,
    },
    'mappingTwice «Again» The queue already invokes this function.',
  ],
  [
    'a queue with a delay of more than 900 s',
    { queue: `DelaySeconds: 901, ${GOOD_QUEUE}` },
    'valueOutOfRange «901» DelaySeconds must be a whole number from 0 to 900.',
  ],
  [
    'messages of more than 1 MiB',
    { queue: `MaximumMessageSize: 2000000, ${GOOD_QUEUE}` },
    'valueOutOfRange «2000000» MaximumMessageSize must be a whole number from 1,024 to 1,048,576.',
  ],
  [
    'a maxReceiveCount of more than 1,000',
    { queue: GOOD_QUEUE.replace('5', '1001') },
    'valueOutOfRange «1001» maxReceiveCount must be a whole number from 1 to 1,000.',
  ],
  [
    'a standard queue with an attribute of FIFO queues',
    { queue: `ContentBasedDeduplication: true, ${GOOD_QUEUE}` },
    'fifoAttribute «true» ContentBasedDeduplication is only for FIFO queues.',
  ],
  [
    'a standard dead-letter queue of a FIFO queue',
    { queue: FIFO },
    'deadLetterType «!GetAtt Dead.Arn» The dead-letter queue of a FIFO queue must be a FIFO queue.',
  ],
  [
    'a FIFO dead-letter queue of a standard queue',
    { dead: FIFO_DEAD },
    'deadLetterType «!GetAtt Dead.Arn» The dead-letter queue of a standard queue must be a standard queue.',
  ],
  [
    'a memory size of 64 MB',
    { func: 'MemorySize: 64' },
    'valueOutOfRange «64» MemorySize must be a whole number from 128 to 32768.',
  ],
  [
    'a variable that Lambda sets',
    { func: 'Environment: { Variables: { AWS_REGION: here } }' },
    'functionRejected «here» The environment variable AWS_REGION is reserved: Lambda sets it.',
  ],
];

/** What would be deployed, and go wrong later. */
const WARNED: readonly (readonly [what: string, parts: Parts, finding: string])[] = [
  [
    'a visibility timeout of less than six timeouts',
    { func: 'Timeout: 11' },
    'shortVisibility «60» The visibility timeout of Jobs is 60 s, and Worker may take 11 s. AWS recommends six times as much, 66 s: throttled invocations are tried again meanwhile.',
  ],
  [
    'a dead-letter queue that keeps messages for a shorter time',
    { queue: `MessageRetentionPeriod: 1209600, ${GOOD_QUEUE}` },
    'deadLetterRetention «!GetAtt Dead.Arn» The retention period of the dead-letter queue Dead is 4 days, and that of this queue is 14 days. Messages may be deleted before you see them.',
  ],
  [
    'a maxReceiveCount of 1',
    { queue: GOOD_QUEUE.replace('5', '1') },
    'oneReceive «1» With a maxReceiveCount of 1, a message goes to the dead-letter queue after its first failure, and when a consumer is replaced. AWS recommends at least 5 for functions.',
  ],
  [
    'no dead-letter queue',
    { queue: 'VisibilityTimeout: 60' },
    'noDeadLetterQueue «Jobs» Jobs has no dead-letter queue: a message that always fails is tried again until its retention period is over.',
  ],
  [
    'a queue that is its own dead-letter queue',
    { queue: GOOD_QUEUE.replace('Dead', 'Jobs') },
    'deadLetterOfItself «!GetAtt Jobs.Arn» Jobs is its own dead-letter queue: what fails comes back to it.',
  ],
  [
    'batches that fail as a whole',
    { event: 'BatchSize: 2' },
    'wholeBatchFails «2» If one message of a batch fails, all 2 come back, and those that succeeded are processed again. Set FunctionResponseTypes to ReportBatchItemFailures, and return the failed ones.',
  ],
];

describe('A template is checked as a deployment would', () => {
  it('and a good one has no finding', async () => assert.deepEqual(await check({}), []));

  for (const [what, parts, finding] of [...REJECTED, ...WARNED]) {
    it(`: ${what}`, async () => assert.deepEqual(await check(parts), [finding]));
  }

  it('with a finding for each rule', () => {
    const rulesOf = (table: typeof REJECTED): ReadonlySet<string> =>
      new Set(table.map(([, , finding]) => finding.split(' ')[0] as string));
    const named = (kind: 'rejected' | 'warned'): readonly string[] =>
      Object.entries(IAC_RULES)
        .filter(([, its]) => its === kind)
        .map(([rule]) => rule)
        .sort();
    assert.deepEqual([...rulesOf(REJECTED)].sort(), named('rejected'));
    assert.deepEqual([...rulesOf(WARNED)].sort(), named('warned'));
  });

  it('but does not judge what is unknown', async () => {
    const missing = '!Ref Missing';
    assert.deepEqual(
      await check({ queue: `VisibilityTimeout: ${missing}, ${REDRIVE}`, func: 'Timeout: 900' }),
      [],
    );
    assert.deepEqual(await check({ func: `Timeout: ${missing}` }), []);
    assert.deepEqual(await check({ event: `BatchSize: ${missing}` }), []);
    assert.deepEqual(
      await check({ event: `${GOOD_EVENT}, BatchSize: 100, MaximumBatchingWindowInSeconds: ${missing}` }),
      [],
    );
    assert.deepEqual(
      await check({
        queue: FIFO,
        dead: FIFO_DEAD,
        event: `${GOOD_EVENT}, MaximumBatchingWindowInSeconds: ${missing}`,
      }),
      [],
    );
    assert.deepEqual(
      await check({
        event: `${GOOD_EVENT}, ProvisionedPollerConfig: { MinimumPollers: 190, MaximumPollers: ${missing} }`,
      }),
      [],
    );
    assert.deepEqual(await check({ event: `FunctionResponseTypes: ${missing}` }), []);
    assert.deepEqual(await check({ queue: `VisibilityTimeout: 60, RedrivePolicy: ${missing}` }), []);
    assert.deepEqual(
      await check({ event: `${GOOD_EVENT}, FilterCriteria: { Filters: [{ Pattern: ${missing} }] }` }),
      [],
    );
  });
});
