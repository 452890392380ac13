import type { Failure as Explanation } from '../connections/client/failures.ts';
import { type Failure, fail } from '../engine/base/result.ts';
import { ACCESS_KEY_PATTERN } from '../protocol/accessKeyId.ts';

/** What begins the text of each error that is not the endpoint's own. */
const SPEAKER = 'Queueside gateway: ';

/** An error of the gateway itself. SDKs try `ServiceUnavailable` again. */
export function refuseBy(
  code: 'AccessDenied' | 'InvalidClientTokenId' | 'ServiceUnavailable' | 'RequestThrottled',
  message: string,
): Failure {
  return fail(code, SPEAKER + message);
}

/** What a later call may not meet again: SDKs try the call again. */
const PASSING: ReadonlySet<Explanation['kind']> = new Set([
  'network',
  'busy',
  'address',
  'cancelled',
  'call',
] as const);

/** The error for a call that got no response of the endpoint, or none that SQS would give. */
export function refuseFailed({ kind, message }: Explanation, wasSent: boolean): Failure {
  const effect = wasSent ? ' Whether the call had an effect is not known.' : '';
  return refuseBy(PASSING.has(kind) ? 'ServiceUnavailable' : 'AccessDenied', message + effect);
}

export const UNSIGNED = refuseBy(
  'AccessDenied',
  'calls must be signed with the keys of a launch. Start the program from the editor, or register its keys.',
);

const OLD_KEYS = refuseBy(
  'InvalidClientTokenId',
  'no open window knows this key pair. A terminal has an old one if its window was reloaded or closed since: open a new terminal. Start other programs again from the editor.',
);

const OTHER_KEYS = refuseBy(
  'InvalidClientTokenId',
  'calls must be signed with the keys of a launch, without a session token. Start the program from the editor, or register its keys.',
);

/**
 * The error for keys that no window has registered: what is to do depends on whether a window of the editor once made them.
 * @param hasToken a key pair of a launch has no session token
 */
export function refuseKeys(accessKeyId: string, hasToken: boolean): Failure {
  return ACCESS_KEY_PATTERN.test(accessKeyId) && !hasToken ? OLD_KEYS : OTHER_KEYS;
}

/** SDKs try again, and the windows that launched the programs register them meanwhile. */
export const NOT_KNOWN_YET = refuseBy(
  'ServiceUnavailable',
  'it was started again, and does not know this program yet.',
);

/** No one will answer its question; SDKs try again, and may meet the gateway that is started next. */
export const ENDS = refuseBy('ServiceUnavailable', 'it ends, and asked you before. The call had no effect.');

export const TOO_MANY = refuseBy('RequestThrottled', 'too many calls wait for the endpoint.');
