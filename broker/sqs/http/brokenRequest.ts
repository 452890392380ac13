import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { answerAndEnd } from '../../calls/rawAnswer.ts';
import { fail } from '../../engine/base/result.ts';
import { type BrokenRequestError, statusOfBroken } from '../../http/brokenRequest.ts';
import { encodeXmlError } from '../calls/answers.ts';
import { connectionOf } from '../calls/connection.ts';
import { INTERNAL } from '../calls/defect.ts';

/**
 * Answers what never became a request, behind the answers to the good requests before it. Errors on this side are
 * reported as such.
 */
export function answerBrokenRequest(
  error: BrokenRequestError,
  socket: Socket,
  onDefect: (error: unknown) => void,
): void {
  const status = statusOfBroken(error, socket);
  if (status === undefined) return;
  if (status === 500) onDefect(error);
  connectionOf(socket).onceAnswered(() => {
    const failure = status === 500 ? INTERNAL : fail('MalformedInput', `${STATUS_CODES[status] ?? ''}.`);
    const requestId = randomUUID();
    const body = encodeXmlError(requestId, failure);
    answerAndEnd(socket, { status, contentType: 'text/xml', body, extra: ['x-amzn-RequestId', requestId] });
  });
}
