import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { decode, encode, Tagged } from 'cborg';
import { isOperation, OPERATIONS } from '../../../broker/cloudwatch/operations/operations.ts';
import type { OperationDeclaration } from '../../../broker/cloudwatch/operations/declaration.ts';
import type { Members, Shape, StructureShape } from '../../../broker/calls/shapes/shape.ts';
import { type Element, parseXml, textOf } from '../../conformance/support/xml.ts';

export const CLOUDWATCH_PROTOCOLS = ['json', 'cbor', 'query'] as const;
export type CloudWatchProtocol = (typeof CLOUDWATCH_PROTOCOLS)[number];

/** What a call was answered with, whatever the protocol; times are epoch ms. */
export interface CloudWatchAnswer {
  readonly status: number;
  // oxlint-disable-next-line no-explicit-any -- tests look into answers of many shapes
  readonly output: Record<string, any>;
  readonly error?: { readonly code: string; readonly message: string | undefined; readonly type: string };
  readonly headers: Headers;
}

interface Options {
  readonly accessKeyId?: string;
  readonly region?: string;
  /** As newer SDKs ask. */
  readonly isQueryMode?: boolean;
  readonly isCompressed?: boolean;
}

/** Calls operations with raw requests in one of the protocols, and checks the frame of every answer. */
export class CloudWatchClient {
  readonly protocol: CloudWatchProtocol;
  private readonly endpoint: string;
  private readonly options: Options;

  constructor(endpoint: string, protocol: CloudWatchProtocol, options: Options = {}) {
    this.endpoint = endpoint;
    this.protocol = protocol;
    this.options = options;
  }

  /** @param input times as dates */
  async call(operation: string, input: object = {}): Promise<CloudWatchAnswer> {
    const { path, headers, body } = this.write(operation, input);
    return this.send(operation, path, headers, body);
  }

  /** Calls an operation that must succeed. */
  async expect(operation: string, input: object = {}): Promise<CloudWatchAnswer['output']> {
    const { error, status, output } = await this.call(operation, input);
    assert.equal(error, undefined, `${operation}: ${error?.code} ${error?.message}`);
    assert.equal(status, 200);
    return output;
  }

  /** Calls an operation that must be refused with this Query code. */
  async expectError(
    operation: string,
    input: object,
    code: string,
    message?: RegExp,
  ): Promise<CloudWatchAnswer> {
    const answer = await this.call(operation, input);
    assert.equal(answer.error?.code, code, `${operation}: ${JSON.stringify(answer)}`);
    if (message !== undefined) assert.match(answer.error.message ?? '', message);
    return answer;
  }

  /** Sends a body as it is, in the frame of the protocol. */
  async send(
    operation: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array,
  ): Promise<CloudWatchAnswer> {
    const {
      accessKeyId = 'AKIDEXAMPLE',
      region = 'us-east-1',
      isQueryMode = true,
      isCompressed = false,
    } = this.options;
    const scope = `${accessKeyId}/20260115/${region}/monitoring/aws4_request`;
    const response = await fetch(this.endpoint + path, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        ...(isQueryMode && this.protocol !== 'query' ? { 'x-amzn-query-mode': 'true' } : {}),
        ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
        ...headers,
      },
      body: isCompressed ? gzipSync(body) : (body as Uint8Array<ArrayBuffer>),
    });
    return this.read(operation, response, new Uint8Array(await response.arrayBuffer()));
  }

  private write(operation: string, input: object) {
    switch (this.protocol) {
      case 'json':
        return {
          path: '/',
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
          },
          body: JSON.stringify(convertTimes(input, (time) => time / 1000)),
        };
      case 'cbor':
        return {
          path: `/service/GraniteServiceVersion20100801/operation/${operation}`,
          headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
          body: encode(
            convertTimes(input, (time) => new Tagged(1, time / 1000)),
            { ignoreUndefinedProperties: true },
          ),
        };
      case 'query':
        return {
          path: '/',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams([
            ['Action', operation],
            ['Version', '2010-08-01'],
            ...flatten('', input),
          ]).toString(),
        };
    }
  }

  private read(operation: string, response: Response, body: Uint8Array): CloudWatchAnswer {
    const { status, headers } = response;
    assert.match(headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
    const shape: OperationDeclaration | undefined = isOperation(operation)
      ? OPERATIONS[operation]
      : undefined;
    if (this.protocol === 'query')
      return this.readXml(operation, response, Buffer.from(body).toString(), shape);
    const isCbor = this.protocol === 'cbor';
    assert.equal(headers.get('content-type'), isCbor ? 'application/cbor' : 'application/x-amz-json-1.0');
    assert.equal(headers.get('smithy-protocol'), isCbor ? 'rpc-v2-cbor' : null);
    const tags = { 1: (readContent: () => unknown) => readContent() };
    const text = Buffer.from(body).toString();
    const value = (isCbor ? decode(body, { tags }) : JSON.parse(text === '' ? '{}' : text)) as object;
    if (response.ok) {
      return {
        status,
        headers,
        output: shape?.output === undefined ? value : readTimes(shape.output, value),
      };
    }
    const { __type: type, message } = value as { readonly __type: string; readonly message?: string };
    const named = headers.get('x-amzn-query-error')?.split(';')[0];
    return { status, headers, output: {}, error: { code: named ?? type, message, type } };
  }

  private readXml(
    operation: string,
    { ok, status, headers }: Response,
    text: string,
    shape: OperationDeclaration | undefined,
  ): CloudWatchAnswer {
    assert.equal(headers.get('content-type'), 'text/xml');
    const document = parseXml(text);
    if (ok) {
      assert.equal(document.name, `${operation}Response`);
      const result = document.children.find(({ name }) => name === `${operation}Result`);
      const isEmpty = shape?.output === undefined || result === undefined;
      return { status, headers, output: isEmpty ? {} : (readElement(shape.output, result) as object) };
    }
    assert.equal(document.name, 'ErrorResponse');
    const error = document.children.find(({ name }) => name === 'Error');
    assert.ok(error);
    const code = textOf(error, 'Code') ?? '';
    return { status, headers, output: {}, error: { code, message: textOf(error, 'Message'), type: code } };
  }
}

function convertTimes(value: unknown, convert: (epochMs: number) => unknown): unknown {
  if (value instanceof Date) return convert(value.getTime());
  if (Array.isArray(value)) return value.map((element) => convertTimes(element, convert));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, convertTimes(member, convert)]),
  );
}

function flatten(path: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (value instanceof Date) return [[path, value.toISOString()]];
  if (Array.isArray(value)) {
    return value.length === 0
      ? [[path, '']]
      : value.flatMap((element, index) => flatten(`${path}.member.${index + 1}`, element));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) =>
      flatten(path === '' ? name : `${path}.${name}`, member),
    );
  }
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** The same value, with times in ms. */
function readTimes(shape: StructureShape<Members>, value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const found = shape.members[name]?.shape;
      assert.ok(found, `the answer has an unknown member ${name}`);
      return [name, readTime(found, member)];
    }),
  );
}

function readTime(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'time') return Math.round((value as number) * 1000);
  if (shape.kind === 'list') return (value as unknown[]).map((element) => readTime(shape.member, element));
  return shape.kind === 'structure' ? readTimes(shape, value as object) : value;
}

function readElement(shape: Shape, { children, text }: Element): unknown {
  switch (shape.kind) {
    case 'text':
      return text;
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'time':
      return Date.parse(text);
    case 'list':
      return children.map((child) => {
        assert.equal(child.name, 'member');
        return readElement(shape.member, child);
      });
    case 'map':
      return Object.fromEntries(
        children.map(({ children: [key, value] }) => [key?.text, Number(value?.text)]),
      );
    case 'structure':
      return Object.fromEntries(
        children.map((child) => {
          const member = shape.members[child.name]?.shape;
          assert.ok(member, `the answer has an unknown member ${child.name}`);
          return [child.name, readElement(member, child)];
        }),
      );
  }
}
