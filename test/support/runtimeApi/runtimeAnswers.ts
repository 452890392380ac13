import { BASE } from './testSeat.ts';

/** The largest result, and the largest event. */
export const PAYLOAD_BYTES = 6_291_556;
export const ACCEPTED = [202, '{"status":"OK"}'];
export const RESPONSE = `POST ${BASE}/invocation/one/response`;
export const ERROR = `POST ${BASE}/invocation/one/error`;
export const INIT_ERROR = `POST ${BASE}/init/error`;
export const BODY = '{"errorMessage":"no","errorType":"Error"}';

export const refused = (status: number, errorType: string, errorMessage: string) => [
  status,
  JSON.stringify({ errorMessage, errorType }),
];
export const forbidden = (from: string, to: string) =>
  refused(
    403,
    'InvalidStateTransition',
    `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
  );
export const UNKNOWN_ID = refused(400, 'InvalidRequestID', 'Invalid request ID');
export const NOT_FOUND = refused(404, 'NotFound', 'The Runtime API has no such path and method.');
export const TOO_LARGE = refused(
  413,
  'RequestEntityTooLarge',
  'Exceeded maximum allowed payload size (6291556 bytes).',
);
