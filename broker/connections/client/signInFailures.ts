import * as l10n from '@vscode/l10n';
import { type CallError, DENIED, toLine } from './callError.ts';
import { OVERDUE } from './credentialProgram.ts';
import type { Failure, FailureContext } from './failures.ts';

/** Says why there are no keys to call with, or why a call was not sent; undefined if it was. */
export function explainSignIn(
  { name, message, status, isOfKeys, origin = '' }: CallError,
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
  if (status === 0 && message === OVERDUE) {
    return {
      kind: 'keys',
      message: l10n.t(
        'The program of the AWS profile “{0}” (credential_process) did not end within a minute, and was stopped. Run it in a terminal to see why.',
        profile,
      ),
    };
  }
  if (status === 0 && /^Command failed\b/.test(message)) {
    return {
      kind: 'keys',
      message: l10n.t(
        'The program of the AWS profile “{0}” (credential_process) failed. Run it in a terminal to see why.',
        profile,
      ),
    };
  }
  if (isOfKeys && status >= 500) {
    return {
      kind: 'busy',
      message: l10n.t(
        '{0}, which gives “{1}” its keys, failed with status {2}, several times in a row. Try again later.',
        origin,
        definition.name,
        status,
      ),
    };
  }
  const isDenied = isOfKeys && DENIED.test(name);
  if (!isDenied && !/^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/.test(name))
    return undefined;
  const signIn = findSignIn(message);
  if (signIn !== undefined) {
    return {
      kind: 'signedOut',
      signIn: { command: signIn, profile },
      message: l10n.t(
        'Your sign-in with the AWS profile “{0}” has expired. Run “aws {1} --profile {0}”, then try again.',
        profile,
        signIn,
      ),
    };
  }
  return {
    kind: 'keys',
    message: l10n.t('The AWS profile “{0}” gives no keys: {1}', profile, toLine(message)),
  };
}

/** The command of the AWS CLI that brings new keys, by what the SDK says. */
function findSignIn(message: string): 'sso login' | 'login' | undefined {
  if (/aws sso login|SSO session|SSO token|UnauthorizedException/i.test(message)) return 'sso login';
  if (/aws login|login session|re-?authenticate|Failed to load (?:a )?token/i.test(message)) return 'login';
  return undefined;
}
