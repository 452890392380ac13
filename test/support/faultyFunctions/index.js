// The handlers of test/contract/functionFindings.test.ts in Node.js: each commits one fault, and `good` none.

const ids = (records) => records.map(({ messageId }) => ({ itemIdentifier: messageId }));

exports.good = async ({ Records }) => {
  const failed = [];
  for (const record of Records) {
    const { kind } = JSON.parse(record.body);
    console.log('processed', kind);
  }
  return { batchItemFailures: failed };
};
exports.nothing = async () => undefined;
exports.failFirst = async ({ Records }) => ({ batchItemFailures: ids(Records.slice(0, 1)) });
exports.failUnknown = async ({ Records }) => ({
  batchItemFailures: Records.map(({ receiptHandle }) => ({ itemIdentifier: receiptHandle })),
});
exports.swallow = async ({ Records }) => {
  for (const record of Records) {
    try {
      JSON.parse(`{${record.body}`);
    } catch (error) {
      console.error(error);
    }
  }
};
exports.again = async ({ Records }) => {
  for (const { body } of Records) {
    const left = JSON.parse(body).left - 1;
    if (left > 0) await send(JSON.stringify({ left }));
  }
};

async function send(body) {
  const credential = `${process.env.AWS_ACCESS_KEY_ID}/20261130/us-east-1/sqs/aws4_request`;
  const response = await fetch(process.env.AWS_ENDPOINT_URL_SQS, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ QueueUrl: `/000000000000/${process.env.QUEUE}`, MessageBody: body }),
  });
  if (!response.ok) throw new Error(await response.text());
}
