import * as l10n from '@vscode/l10n';
import type { ProtectionLevel } from '../../protection/protectionLevel.ts';
import type { ConnectionDefinition } from '../definition.ts';
import type { Place } from '../place.ts';
import { explainNetwork, findAddress } from './networkFailures.ts';

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
  /** Of the kind `signedOut`. */
  readonly signIn?: SignIn;
}

export interface FailureContext {
  readonly definition: ConnectionDefinition;
  readonly place: Place;
}

export type Refusal = 'unknownAction' | 'untrusted' | 'closed' | 'level' | 'declined' | 'wrongName';

export function explainRefusal(
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
        message: l10n.t(
          'The name that you typed is not the name of the queue. {0} was not called on “{1}”.',
          action,
          name,
        ),
      };
  }
}

/** The parts of an error that the SDK throws, as far as it has them. */
export interface CallError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** HTTP; 0 without a response. */
  readonly status: number;
  readonly hasCode: boolean;
  /** Origin of the call that failed; absent: the endpoint. */
  readonly origin?: string;
}

/** Says in one line why a call failed, and what to do. What is not known here is said in the words of the service. */
export function explainFailure(error: unknown, action: string, context: FailureContext): Failure {
  const call = readError(error);
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

function explainSignIn(
  { name, message, status }: CallError,
  { definition, place }: FailureContext,
): Failure | undefined {
  const { profile = '' } = place;
  if (name === 'MfaCancelledError') {
    return {
      kind: 'declined',
      message: l10n.t('You entered no code for the AWS profile “{0}”. Connect again to enter one.', profile),
    };
  }
  if (name === 'WrongHostError') {
    return {
      kind: 'address',
      message: l10n.t(
        'A call of “{0}” would have gone to {1}, which is not its endpoint. It was not sent.',
        definition.name,
        toLine(message),
      ),
    };
  }
  // What Node.js says of a program that fails is its whole command line and its output: both can have secrets.
  if (status === 0 && /^Command failed\b/.test(message)) {
    return {
      kind: 'keys',
      message: l10n.t(
        'The program of the AWS profile “{0}” (credential_process) failed. Run it in a terminal to see why.',
        profile,
      ),
    };
  }
  if (!/^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/.test(name)) return undefined;
  if (/aws sso login|SSO session|SSO token|UnauthorizedException/i.test(message)) {
    return {
      kind: 'signedOut',
      signIn: { command: 'sso login', profile },
      message: l10n.t(
        'Your sign-in with the AWS profile “{0}” has expired. Run “aws sso login --profile {0}”, then try again.',
        profile,
      ),
    };
  }
  if (/aws login|login session|re-?authenticate/i.test(message)) {
    return {
      kind: 'signedOut',
      signIn: { command: 'login', profile },
      message: l10n.t(
        'Your sign-in with the AWS profile “{0}” has expired. Run “aws login --profile {0}”, then try again.',
        profile,
      ),
    };
  }
  return {
    kind: 'keys',
    message: l10n.t('The AWS profile “{0}” gives no keys: {1}', profile, toLine(message)),
  };
}

const CLOCK = /RequestTimeTooSkewed|RequestExpired|RequestInTheFuture/;
const CLOCK_MESSAGE = /Signature (?:expired|not yet current)|is not within .* of the server time/i;
const REGION_MESSAGE = /Credential should be scoped to a valid region(?:, not|\.)?\s*'?([\w-]*)/i;
const SIGNATURE = /^(?:SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature.*)$/;
const KEYS =
  /^(?:InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|MissingAuthenticationToken(?:Exception)?|OptInRequired)$/;
const EXPIRED = /^(?:ExpiredToken(?:Exception)?)$/;
const DENIED =
  /^(?:AccessDenied(?:Exception)?|AuthorizationError|UnauthorizedOperation|KMS\.AccessDeniedException|KmsAccessDenied)$/;
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|OverLimit/;
/** Other servers lack some actions; one that cannot even list queues is none of Amazon SQS. */
const NO_ACTION = /^(?:UnknownOperation(?:Exception)?|InvalidAction|NotImplemented)$/;
const MISSING = /^(?:QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|NonExistentQueue)$/;

function explainService(
  { name, message, status, hasCode, origin }: CallError,
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
  if (MISSING.test(name)) {
    return {
      kind: 'missing',
      code: name,
      message: l10n.t('The queue does not exist on “{0}”. Refresh the queues.', connection),
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
      message: l10n.t(
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

function readError(error: unknown): CallError {
  const { name = '', message = '', code, $metadata, origin } = toMembers(error);
  const { httpStatusCode } = toMembers($metadata);
  const status = typeof httpStatusCode === 'number' ? httpStatusCode : 0;
  const text = String(name);
  return {
    name: text,
    message: String(message),
    code: typeof code === 'string' ? code : '',
    status,
    ...(typeof origin === 'string' && { origin }),
    hasCode: status !== 0 && !/^(?:|Error|SyntaxError|TypeError|UnknownError|Unknown)$/.test(text),
  };
}

function toMembers(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

const MAXIMUM_LINE_CHARACTERS = 300;

/** What a peer or a file said, fit for one line. */
function toLine(text: string): string {
  const line = text.replaceAll(/\p{Cc}+|\s+/gu, ' ').trim();
  return line.length > MAXIMUM_LINE_CHARACTERS ? `${line.slice(0, MAXIMUM_LINE_CHARACTERS)}…` : line;
}
