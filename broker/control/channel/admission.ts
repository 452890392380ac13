import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may open a control connection. */
export interface AdmissionRules {
  /** Absent: no client may. */
  readonly token: string | undefined;
  readonly maximumSessions: number;
  /** Why a request may not come in, whatever it wants; decided by the same guard as for SQS calls. */
  refuseRequest(request: IncomingMessage): Refusal | undefined;
}

/** Why a connection is refused, as an HTTP status and a sentence. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 431 | 503;
  readonly reason: string;
}

export const CONTROL_PATH = '/control';

/**
 * Decides about an upgrade request before anything is answered. Loopback is not a boundary: web pages can open
 * WebSockets to this machine, and the guard keeps them out whatever their origin.
 */
export function refuseUpgrade(
  request: IncomingMessage,
  rules: AdmissionRules,
  sessionCount: number,
): Refusal | undefined {
  const { headers } = request;
  const refusal = rules.refuseRequest(request);
  if (refusal !== undefined) return refusal;
  if (request.url?.split('?', 1)[0] !== CONTROL_PATH) {
    return { status: 404, reason: `The only WebSocket path is ${CONTROL_PATH}.` };
  }
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    return { status: 400, reason: 'Only upgrades to WebSocket are supported.' };
  }
  if (rules.token === undefined) {
    return { status: 403, reason: 'The control channel is closed: the broker was started without a token.' };
  }
  if (!isBearer(headers.authorization, rules.token)) {
    return { status: 401, reason: 'The token is missing or wrong.' };
  }
  if (sessionCount >= rules.maximumSessions) {
    return { status: 503, reason: `The limit of ${rules.maximumSessions} control connections is reached.` };
  }
  return undefined;
}

function isBearer(authorization: string | undefined, token: string): boolean {
  const [scheme, given] = authorization?.split(' ', 2) ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || given === undefined) return false;
  // Digests have one length, and comparing them takes one time, whatever was given.
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
