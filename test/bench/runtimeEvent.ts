// What both servers of the measurement of the Runtime API give: a batch of ten messages of 200 bytes.
export const ENVIRONMENTS = 10;
export const REQUEST_ID = '11111111-2222-4333-8444-555555555555';
export const EVENT = JSON.stringify({
  Records: Array.from({ length: 10 }, (_, index) => ({
    messageId: `00000000-0000-4000-8000-00000000000${index}`,
    receiptHandle: 'x'.repeat(180),
    body: 'x'.repeat(200),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1795000000000' },
    messageAttributes: {},
    md5OfBody: '0'.repeat(32),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:bench',
    awsRegion: 'us-east-1',
  })),
});
