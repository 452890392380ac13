import assert from 'node:assert/strict';

/** Makes one SQS call over JSON, as an SDK would, without an SDK. @returns the answer's body */
export async function callSqs(
  endpoint: string,
  action: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AmazonSQS.${action}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
