/** Makes SQS calls in JSON, as a program named `test-client` that signs with a key of its own. */
export class SqsCaller {
  private readonly endpoint: string;
  private readonly accessKeyId: string;

  constructor(endpoint: string, accessKeyId = 'AKIDTEST') {
    this.endpoint = endpoint;
    this.accessKeyId = accessKeyId;
  }

  /** The answer's members; rejects with the error's type when the call is refused. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the shape is the action's, and the test asserts it
  async call(action: string, input: object, signal: AbortSignal | null = null): Promise<any> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      signal,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        'user-agent': 'test-client/1.0 os/test',
        authorization: `AWS4-HMAC-SHA256 Credential=${this.accessKeyId}/20260115/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    const members: unknown = text === '' ? {} : JSON.parse(text);
    if (response.ok) return members;
    throw new Error((members as { readonly ['__type']: string })['__type']);
  }
}
