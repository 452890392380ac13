import type { TestBroker } from './broker.ts';
import type { Answer } from './client.ts';
import { flattenInput } from './flatten.ts';

/** Calls an action by the Query protocol, and accepts JSON. @returns what the body says of the result, or of the error */
export async function callForQueryJson(
  { endpoint }: TestBroker,
  action: string,
  input: object,
): Promise<Answer['output']> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: flattenInput(action, input),
  });
  const body = (await response.json()) as Answer['output'];
  return body[`${action}Response`]?.[`${action}Result`] ?? body;
}
