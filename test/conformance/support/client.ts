import assert from 'node:assert/strict';
import type { TestBroker } from './broker.ts';
import { flattenInput } from './flatten.ts';
import { unflattenResult } from './unflatten.ts';
import { parseXml, textOf } from './xml.ts';

export const PROTOCOLS = ['json', 'query'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What a call was answered with, whatever the protocol. */
export interface Answer {
  readonly status: number;
  /** Members in the spelling of the JSON protocol; none for void actions. */
  // oxlint-disable-next-line no-explicit-any -- tests look into answers of many shapes
  readonly output: Record<string, any>;
  readonly error?: { readonly code: string; readonly message: string; readonly fault: string };
}

const SCOPE = '20260115/us-east-1/sqs/aws4_request';

/** Calls actions with raw requests in one of the protocols, and checks the frame of every answer. */
export class RawClient {
  readonly protocol: Protocol;
  private readonly broker: TestBroker;
  private readonly accessKeyId: string;

  constructor(broker: TestBroker, protocol: Protocol, accessKeyId = 'AKIDEXAMPLE') {
    this.broker = broker;
    this.protocol = protocol;
    this.accessKeyId = accessKeyId;
  }

  /** Calls an action; `signal` hangs up. */
  async call(action: string, input: object = {}, signal?: AbortSignal): Promise<Answer> {
    return this.protocol === 'json'
      ? this.callJson(action, input, signal)
      : this.callQuery(action, input, signal);
  }

  /** Calls an action that must succeed. */
  async expect(action: string, input: object = {}): Promise<Answer['output']> {
    const answer = await this.call(action, input);
    assert.equal(answer.error, undefined, `${action}: ${answer.error?.code} ${answer.error?.message}`);
    assert.equal(answer.status, 200);
    return answer.output;
  }

  /** Calls an action that must be refused with this Query code. */
  async expectError(action: string, input: object, code: string, message?: string | RegExp): Promise<Answer> {
    const answer = await this.call(action, input);
    assert.equal(answer.error?.code, code, `${action}: ${JSON.stringify(answer)}`);
    if (typeof message === 'string') assert.equal(answer.error.message, message);
    else if (message !== undefined) assert.match(answer.error.message, message);
    return answer;
  }

  private async callJson(action: string, input: object, signal?: AbortSignal): Promise<Answer> {
    const response = await fetch(this.broker.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        authorization: this.authorization(),
      },
      body: JSON.stringify(input),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    assert.equal(response.headers.get('content-type'), 'application/x-amz-json-1.0');
    assert.match(response.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
    if (response.ok) return { status: response.status, output: text === '' ? {} : JSON.parse(text) };
    const [code = '', fault = ''] = (response.headers.get('x-amzn-query-error') ?? '').split(';');
    const { message } = JSON.parse(text);
    return { status: response.status, output: {}, error: { code, message, fault } };
  }

  private async callQuery(action: string, input: object, signal?: AbortSignal): Promise<Answer> {
    const response = await fetch(this.broker.endpoint, {
      method: 'POST',
      headers: { authorization: this.authorization() },
      body: flattenInput(action, input),
      ...(signal === undefined ? {} : { signal }),
    });
    const document = parseXml(await response.text());
    assert.equal(response.headers.get('content-type'), 'text/xml');
    const requestId = response.headers.get('x-amzn-requestid');
    if (response.ok) {
      assert.equal(document.name, `${action}Response`);
      const metadata = document.children.find((child) => child.name === 'ResponseMetadata');
      assert.equal(metadata && textOf(metadata, 'RequestId'), requestId);
      const result = document.children.find((child) => child.name === `${action}Result`);
      return { status: response.status, output: unflattenResult(action, result) };
    }
    assert.equal(document.name, 'ErrorResponse');
    assert.equal(textOf(document, 'RequestId'), requestId);
    const error = document.children.find((child) => child.name === 'Error');
    assert.ok(error);
    return {
      status: response.status,
      output: {},
      error: {
        code: textOf(error, 'Code') ?? '',
        message: textOf(error, 'Message') ?? '',
        fault: textOf(error, 'Type') ?? '',
      },
    };
  }

  private authorization(): string {
    return `AWS4-HMAC-SHA256 Credential=${this.accessKeyId}/${SCOPE}, SignedHeaders=host, Signature=0`;
  }
}
