import type { IncomingMessage } from 'node:http';
import { queryTextOf } from '../../calls/requestTarget.ts';

export type WireProtocol = 'json' | 'query';

const ACTION_PARAMETER = /(?:^|[?&])Action=/;

/**
 * Which protocol a request speaks. The path and the Content-Type do not decide: JSON may be posted to a queue's path,
 * and old clients send forms without saying so.
 * @param form the body of a POST; looked at only when the header does not decide
 * @returns undefined when it is a call in neither protocol
 */
export function protocolOf(request: IncomingMessage, form: string): WireProtocol | undefined {
  const target = request.headers['x-amz-target'];
  if (target !== undefined && target !== '') return 'json';
  if (ACTION_PARAMETER.test(queryTextOf(request.url ?? '/')) || ACTION_PARAMETER.test(form)) return 'query';
  return undefined;
}

/** What protocol an error is written in when the request is too damaged to show it. */
export function guessProtocol(request: IncomingMessage): WireProtocol {
  const { 'x-amz-target': target, 'content-type': contentType } = request.headers;
  return target !== undefined || contentType?.includes('json') === true ? 'json' : 'query';
}
