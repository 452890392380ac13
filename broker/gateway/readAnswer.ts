import { ACTION_DECLARATIONS } from '../api/actions.ts';
import type { Members, StructureShape } from '../api/shapes.ts';
import { isRecord } from '../protocol/isRecord.ts';
import { parseRecord } from '../protocol/parseRecord.ts';
import type { ForwardedCall } from './forwardedCall.ts';
import { readErrorText, readText } from './observedMembers.ts';
import { findQueryJsonResult, readQueryJsonMembers } from './queryJsonOutput.ts';
import type { UpstreamAnswer } from './upstream.ts';
import { findChild, parseXml, readXmlMembers } from './xmlOutput.ts';

/** What a response says, as far as it can be read. */
export interface ReadAnswer {
  /** Members in the spelling of the JSON protocol; undefined if they cannot be read. */
  readonly output: Readonly<Record<string, unknown>> | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Of the endpoint. */
  readonly requestId: string | undefined;
}

export function readAnswer({ action, head }: ForwardedCall, answer: UpstreamAnswer): ReadAnswer {
  const { status, body, contentType } = answer;
  const text = body.toString('utf8');
  const requestId = readHeader(answer.rawHeaders, 'x-amzn-requestid');
  const isXml = /xml/i.test(contentType) || text.startsWith('<');
  if (status !== 200) {
    return {
      output: undefined,
      requestId,
      error: isXml ? readXmlError(text, status) : readJsonError(text, answer),
    };
  }
  const shape: StructureShape<Members> | undefined =
    action === undefined ? undefined : ACTION_DECLARATIONS[action].output;
  const output = isXml
    ? readXmlOutput(text, action, shape)
    : head.protocol === 'query'
      ? readQueryJsonOutput(text, action, shape)
      : text === ''
        ? {}
        : parseRecord(text);
  return { output, error: undefined, requestId };
}

/** Actions without a result have no element for it. */
function readXmlOutput(
  text: string,
  action: string | undefined,
  shape: StructureShape<Members> | undefined,
): ReadAnswer['output'] {
  const result = findChild(parseXml(text), `${action}Result`);
  return result && shape ? readXmlMembers(shape, result) : {};
}

function readQueryJsonOutput(
  text: string,
  action: string | undefined,
  shape: StructureShape<Members> | undefined,
): ReadAnswer['output'] {
  const result = action === undefined ? undefined : findQueryJsonResult(parseRecord(text), action);
  return result && shape ? readQueryJsonMembers(shape, result) : {};
}

/** By the header, which has the code of the Query protocol, or the type in the body; in the JSON of the Query protocol, it is further in. */
function readJsonError(text: string, answer: UpstreamAnswer): NonNullable<ReadAnswer['error']> {
  const { __type: type, message, Message, Error: error } = parseRecord(text) ?? {};
  if (isRecord(error))
    return { code: readErrorText(error['Code']), message: readErrorText(error['Message']) };
  const code =
    readHeader(answer.rawHeaders, 'x-amzn-query-error')?.split(';')[0] ?? readText(type).replace(/^.*#/, '');
  return {
    code: readErrorText(code === '' ? String(answer.status) : code),
    message: readErrorText(message ?? Message),
  };
}

function readXmlError(text: string, status: number): NonNullable<ReadAnswer['error']> {
  const error = findChild(parseXml(text), 'Error');
  return {
    code: readErrorText(findChild(error, 'Code')?.text, String(status)),
    message: readErrorText(findChild(error, 'Message')?.text),
  };
}

/** @param name in lower case */
export function readHeader(rawHeaders: readonly string[], name: string): string | undefined {
  const place = rawHeaders.findIndex((header, index) => index % 2 === 0 && header.toLowerCase() === name);
  return place === -1 ? undefined : rawHeaders[place + 1];
}
