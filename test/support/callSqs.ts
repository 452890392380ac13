import assert from 'node:assert/strict';

/**
 * Makes one SQS call over JSON, as an SDK would, without an SDK.
 * @param accessKeyId of the program that calls, where it matters who does
 * @returns the answer's body
 */
export async function callSqs(
  endpoint: string,
  action: string,
  body: object,
  accessKeyId?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AmazonSQS.${action}`,
      ...(accessKeyId === undefined ? {} : { Authorization: makeAuthorization(accessKeyId) }),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Says who calls, for a broker that does not check signatures. */
function makeAuthorization(accessKeyId: string): string {
  const scope = `${accessKeyId}/20260101/us-east-1/sqs/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
}
