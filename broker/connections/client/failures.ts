import * as l10n from '@vscode/l10n';
import type { ProtectionLevel } from '../../protection/protectionLevel.ts';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { type CallError, DENIED, readError, toLine } from './callError.ts';
import { explainNetwork, findAddress } from './networkFailures.ts';
import { explainSignIn } from './signInFailures.ts';

/**
 * What the user can do about it. `signedOut`: sign in by `aws sso login`. `keys`: other keys. `denied`: a permission.
 * `clock`, `region`, `address`, `network`: something on this machine. `busy`: later. `declined`: the user said no.
 * `protected`: the level of the connection. `call`: the call itself. `missing`: the queue does not exist.
 */
export type FailureKind =
  | 'signedOut'
  | 'keys'
  | 'denied'
  | 'clock'
  | 'region'
  | 'address'
  | 'network'
  | 'busy'
  | 'declined'
  | 'protected'
  | 'missing'
  | 'cancelled'
  | 'call';

/** How a user signs in again. */
export interface SignIn {
  /** Of the AWS CLI, without the profile. */
  readonly command: 'sso login' | 'login';
  readonly profile: string;
}

/** Why a call has no result. */
export interface Failure {
  readonly kind: FailureKind;
  /** One line: what happened, and what to do. */
  readonly message: string;
  /** In the response of the service, if there was one. */
  readonly code?: string;
  /** Of the kind `declined`: the user did not say no, but typed another name. */
  readonly isMistyped?: true;
  /** Of the kind `signedOut`. */
  readonly signIn?: SignIn;
  /** Of the kind `declined`: what the user chose instead. */
  readonly choice?: string;
  /**
   * Of calls with messages, whether one may have been sent or received all the same, also by an attempt before the last; `false` of all
   * calls that were not sent. Absent: it is not known.
   */
  readonly isUnsure?: boolean;
}

export interface FailureContext {
  readonly definition: ConnectionDefinition;
  readonly place: Place;
}

export type Refusal = 'unknownAction' | 'untrusted' | 'closed' | 'level' | 'declined' | 'wrongName';

/** Of a call that was not sent. */
export function explainRefusal(...args: Parameters<typeof describeRefusal>): Failure {
  return { ...describeRefusal(...args), isUnsure: false };
}

function describeRefusal(
  refusal: Refusal,
  action: string,
  {
    definition: { name },
    readLevel,
  }: Pick<FailureContext, 'definition'> & { readonly readLevel: () => ProtectionLevel },
): Failure {
  switch (refusal) {
    case 'unknownAction':
      return {
        kind: 'protected',
        message: l10n.t('“{0}” is no action of Amazon SQS. Nothing was called.', toLine(action)),
      };
    case 'untrusted':
      return {
        kind: 'protected',
        message: l10n.t('Connections do not work in Restricted Mode. Trust the folder to use “{0}”.', name),
      };
    case 'closed':
      return { kind: 'cancelled', message: l10n.t('“{0}” is not connected. Connect it first.', name) };
    case 'level':
      return {
        kind: 'protected',
        message: l10n.t(
          '“{0}” has the protection level {1}, which does not allow {2}. Nothing was changed.',
          name,
          readLevel(),
          action,
        ),
      };
    case 'declined':
      return { kind: 'declined', message: l10n.t('{0} was not called on “{1}”.', action, name) };
    case 'wrongName':
      return {
        kind: 'declined',
        isMistyped: true,
        message: l10n.t(
          'The name that you typed is not the name of the queue. {0} was not called on “{1}”.',
          action,
          name,
        ),
      };
  }
}

/** Of an endpoint that has no list of messages for developers, or no longer has this queue. */
export function explainNotListed({ name }: ConnectionDefinition): Failure {
  return { kind: 'missing', message: l10n.t('“{0}” does not list the messages of this queue.', name) };
}

/** Says in one line why a call failed, and what to do. What is not known here is said in the words of the service. */
export function explainFailure(error: unknown, action: string, context: FailureContext): Failure {
  const call = readError(error);
  const { isUnsure } = call;
  const failure = { ...explainCall(call, action, context), ...(isUnsure !== undefined && { isUnsure }) };
  // What is said of a checksum says it, too.
  const doubt =
    isUnsure === true && !WRONG_CHECKSUM.test(call.message) ? describeDoubt(action, failure.kind) : undefined;
  return doubt === undefined ? failure : { ...failure, message: `${failure.message} ${doubt}` };
}

/** Such calls are not tried again without the user, who learns what may have been done. */
function describeDoubt(action: string, kind: FailureKind): string | undefined {
  if (action.startsWith('Send'))
    return l10n.t('What was sent may be in the queue all the same: look at it before you send it again.');
  // What the user cancels, they do not wait for.
  if (action !== 'ReceiveMessage' || kind === 'cancelled') return undefined;
  return l10n.t(
    'Messages may have been received all the same: they are visible again after the visibility timeout.',
  );
}

function explainCall(call: CallError, action: string, context: FailureContext): Failure {
  return (
    explainSignIn(call, context) ??
    explainNetwork(call, context) ??
    explainService(call, action, context) ?? {
      kind: 'call',
      ...(call.hasCode && { code: call.name }),
      message: l10n.t(
        '{0} failed on “{1}”: {2}',
        action,
        context.definition.name,
        toLine(call.message) || call.name,
      ),
    }
  );
}

const CLOCK = /RequestTimeTooSkewed|RequestExpired|RequestInTheFuture/;
const CLOCK_MESSAGE = /Signature (?:expired|not yet current)|is not within .* of the server time/i;
const REGION_MESSAGE = /Credential should be scoped to a valid region(?:, not|\.)?\s*'?([\w-]*)/i;
const SIGNATURE = /^(?:SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature.*)$/;
const KEYS =
  /^(?:InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|MissingAuthenticationToken(?:Exception)?|OptInRequired)$/;
const EXPIRED = /^(?:ExpiredToken(?:Exception)?)$/;
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/;
/** Of ReceiveMessage: too many messages are in flight, which is none of the calls' fault. */
const OVER_LIMIT = /OverLimit/;
/** Other servers lack some actions; one that cannot even list queues is none of Amazon SQS. */
const NO_ACTION = /^(?:UnknownOperation(?:Exception)?|InvalidAction|NotImplemented)$/;
/** What the SDK says of one message, and of a batch. */
const WRONG_CHECKSUM = /^(?:InvalidChecksumError|Invalid MD5 checksum)/;
const MISSING = /^(?:QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|NonExistentQueue)$/;

function explainService(
  { name, message, status, hasCode, origin, isUnsure }: CallError,
  action: string,
  { definition, place }: FailureContext,
): Failure | undefined {
  const connection = definition.name;
  if (CLOCK.test(name) || CLOCK_MESSAGE.test(message)) {
    return {
      kind: 'clock',
      code: name,
      message: l10n.t(
        '“{0}” rejects calls because the clock of this machine is wrong. Set the clock, then try again.',
        connection,
      ),
    };
  }
  if (REGION_MESSAGE.test(message)) {
    return {
      kind: 'region',
      code: name,
      message: l10n.t(
        '{0} is not the region of {1}. Set “region” of the connection “{2}”.',
        place.region,
        place.endpoint,
        connection,
      ),
    };
  }
  if (SIGNATURE.test(name)) {
    return {
      kind: 'keys',
      code: name,
      message: l10n.t(
        '“{0}” rejects the signature. The secret key is wrong, or the clock of this machine is.',
        connection,
      ),
    };
  }
  if (EXPIRED.test(name)) {
    return {
      kind: 'keys',
      code: name,
      message: l10n.t('The keys of “{0}” have expired. Get new ones, then try again.', connection),
    };
  }
  if (KEYS.test(name)) {
    return {
      kind: 'keys',
      code: name,
      message: l10n.t(
        '“{0}” does not know the access key. Check the keys of the connection, and its region.',
        connection,
      ),
    };
  }
  if (DENIED.test(name)) {
    return {
      kind: 'denied',
      code: name,
      message:
        action === 'ListQueues'
          ? l10n.t(
              'You may not list the queues of “{0}” (sqs:ListQueues). Add queues by their URLs, or ask for the permission.',
              connection,
            )
          : l10n.t('You may not call {0} on “{1}”. Ask for the permission.', action, connection),
    };
  }
  if (action.startsWith('Send') && WRONG_CHECKSUM.test(message)) {
    return {
      kind: 'call',
      message: l10n.t(
        '“{0}” confirmed another message than the one that was sent: the checksum differs. A proxy may have changed it. Look at the queue before you send it again.',
        connection,
      ),
    };
  }
  if (action === 'ReceiveMessage' && WRONG_CHECKSUM.test(message)) {
    return {
      kind: 'call',
      message: l10n.t(
        '“{0}” returned other messages than those that were sent: the checksums differ. A proxy may have changed them. They are visible again after the visibility timeout.',
        connection,
      ),
    };
  }
  if (MISSING.test(name)) {
    return {
      kind: 'missing',
      code: name,
      message: l10n.t('The queue does not exist on “{0}”. Refresh the queues.', connection),
    };
  }
  if (action === 'ReceiveMessage' && OVER_LIMIT.test(name)) {
    return {
      kind: 'busy',
      code: name,
      message: l10n.t(
        '“{0}” gives no messages of this queue because too many of them are in flight. Delete some of them or give them back, then try again.',
        connection,
      ),
    };
  }
  if (THROTTLED.test(name) || status === 429) {
    return {
      kind: 'busy',
      code: name,
      message: l10n.t('“{0}” gets too many calls and rejected this one. Try again in a minute.', connection),
    };
  }
  if (action !== 'ListQueues' && (NO_ACTION.test(name) || status === 501)) {
    return {
      kind: 'call',
      code: name,
      message: l10n.t('“{0}” does not have the action {1}.', connection, action),
    };
  }
  if (status >= 500) {
    return {
      kind: 'busy',
      message: isUnsure
        ? l10n.t('“{0}” failed with status {1}.', connection, status)
        : l10n.t(
            '“{0}” failed with status {1}, several times in a row. Try again later.',
            connection,
            status,
          ),
    };
  }
  if (hasCode && !NO_ACTION.test(name)) return undefined;
  return status === 0
    ? undefined
    : {
        kind: 'address',
        message: l10n.t(
          '{0} does not speak Amazon SQS. Check the endpoint of “{1}”.',
          findAddress(origin, place),
          connection,
        ),
      };
}
