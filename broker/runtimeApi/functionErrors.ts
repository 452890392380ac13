import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type ErrorMembers, parseErrorMembers, PARSED_BYTES } from '../calls/errorMembers.ts';
import type { FunctionError } from '../functions/seat.ts';

/** A body that has the error and, for X-Ray, its cause. */
const WITH_CAUSE = 'application/vnd.aws.lambda.error.cause+json';
const TYPE_HEADER = 'lambda-runtime-function-error-type';
const BODY_TRAILER = 'lambda-runtime-function-error-body';

const TYPE_LENGTH = 256;

/** The error of a request to `invocation/{id}/error` or `init/error`. */
export function readFunctionError(headers: IncomingHttpHeaders, body: Buffer): FunctionError {
  const members = parseErrorMembers(body);
  const errorType = readType(members?.errorType) ?? readType(headers[TYPE_HEADER]);
  const hasCause = headers['content-type'] === WITH_CAUSE && body.length <= PARSED_BYTES;
  return { errorType, body: hasCause ? withoutCause(members) : body };
}

/**
 * The error that a function reports behind a response, in the trailers of its request: that of a stream that was begun
 * before it failed, and the way of Go.
 * @returns undefined: it has not failed
 */
export function readTrailers({ trailers }: Pick<IncomingMessage, 'trailers'>): FunctionError | undefined {
  const type = trailers[TYPE_HEADER];
  const encoded = trailers[BODY_TRAILER];
  if (!type && !encoded) return undefined;
  const body = Buffer.from(encoded ?? '', 'base64');
  const errorType = readType(parseErrorMembers(body)?.errorType) ?? readType(type);
  if (body.length > 0) return { errorType, body };
  return { errorType, body: Buffer.from(JSON.stringify({ errorMessage: '', errorType })) };
}

/** What the invoker sees of a body that has a cause: the error alone. */
function withoutCause(members: ErrorMembers | undefined): Buffer {
  if (members === undefined) return Buffer.from('"Invalid error body"');
  const { errorMessage = '', errorType = '', stackTrace } = members;
  return Buffer.from(JSON.stringify({ errorMessage, errorType, stackTrace }));
}

function readType(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, TYPE_LENGTH) : undefined;
}
