import type { FunctionInfo } from '../../broker/protocol/functions.ts';

/** The event of a mapping with one message, for a function that has had none: as docs/functions.md describes it. */
export function createSampleEvent({ arn, definition }: FunctionInfo, now: number): string {
  const [, , , region = '', account = ''] = arn.split(':');
  const [mapping] = definition.mappings ?? [];
  const record = {
    messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body: '{"hello":"world"}',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(now),
      SenderId: account,
      ApproximateFirstReceiveTimestamp: String(now),
    },
    messageAttributes: {},
    md5OfBody: 'fbc24bcc7a1794758fc1327fcfebdaf6',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${account}:${mapping?.queue ?? 'orders'}`,
    awsRegion: region,
  };
  return JSON.stringify({ Records: [record] });
}
