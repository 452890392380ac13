import type { ServerResponse } from 'node:http';
import { CLOSED_ANSWER_HEADERS } from '../calls/answerHeaders.ts';
import { writeWhole } from '../http/writeWhole.ts';
import type { Refusal } from './refusals.ts';
import type { RuntimeInvocation } from '../functions/seat.ts';

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const ACCEPTED = '{"status":"OK"}';
const ACCEPTED_HEADERS = [...JSON_TYPE, 'Content-Length', String(ACCEPTED.length), ...CLOSED_ANSWER_HEADERS];
const PONG = 'pong';
const PONG_HEADERS = [
  'Content-Type',
  'text/plain',
  'Content-Length',
  String(PONG.length),
  ...CLOSED_ANSWER_HEADERS,
];

/** Answers `next` with an event. @param onTaken as in {@link writeWhole} */
export function answerEvent(
  response: ServerResponse,
  { requestId, deadlineMs, functionArn, traceId, clientContext, payload }: RuntimeInvocation,
  onTaken: (error?: Error | null) => void,
): void {
  const bytes = Buffer.byteLength(payload);
  const headers = [
    ...JSON_TYPE,
    'Content-Length',
    String(bytes),
    'Lambda-Runtime-Aws-Request-Id',
    requestId,
    'Lambda-Runtime-Deadline-Ms',
    String(deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn',
    functionArn,
    ...CLOSED_ANSWER_HEADERS,
  ];
  if (traceId !== undefined) headers.push('Lambda-Runtime-Trace-Id', traceId);
  if (clientContext !== undefined) headers.push('Lambda-Runtime-Client-Context', clientContext);
  response.writeHead(200, headers);
  writeWhole(response, payload, bytes === payload.length ? 'latin1' : 'utf8', onTaken);
}

export function answerAccepted(response: ServerResponse): void {
  response.writeHead(202, ACCEPTED_HEADERS);
  writeWhole(response, ACCEPTED, 'latin1');
}

export function answerPing(response: ServerResponse): void {
  response.writeHead(200, PONG_HEADERS);
  writeWhole(response, PONG, 'latin1');
}

/** @param extra raw header pairs */
export function answerRefusal(
  response: ServerResponse,
  refusal: Refusal,
  extra: readonly string[] = [],
): void {
  const body = refusalText(refusal);
  response.writeHead(refusal.status, [
    ...JSON_TYPE,
    'Content-Length',
    String(Buffer.byteLength(body)),
    ...CLOSED_ANSWER_HEADERS,
    ...extra,
  ]);
  writeWhole(response, body, 'utf8');
}

/** The JSON of an error of the Runtime API. */
export function refusalText({ errorMessage, errorType }: Refusal): string {
  return JSON.stringify({ errorMessage, errorType });
}
