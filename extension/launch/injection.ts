import type { DebugConfiguration } from 'vscode';
import {
  type KeyPair,
  listServiceVariables,
  type UsedServices,
} from '../../broker/programs/endpointVariables.ts';
import { ACCESS_KEY_PATTERN } from '../../broker/protocol/accessKeyId.ts';
import { FUNCTION_DEBUG_TYPE } from '../ground/ids.ts';
import { addEnvironment, readEnvironment, removeEnvironment } from './environment.ts';
import {
  ENDPOINT_REFUSAL,
  SPOILING_ENDPOINT,
  SPOILING_IDENTITY,
  SPOILING_KEYS,
} from '../../broker/programs/spoilingVariables.ts';

/** What a launched program needs to find the broker and to be told apart. */
export interface Injection {
  readonly endpoint: string;
  /** Absent: the program is led to queues only. */
  readonly used?: UsedServices;
  readonly region: string;
  /** Absent: the program keeps the credentials that it has. */
  readonly accessKeyId?: string;
  /** The secret that it signs with; sent to the broker if it checks signatures. */
  readonly secretAccessKey?: string;
  /** Variables by which a program trusts `endpoint`. */
  readonly trust: Readonly<Record<string, string>>;
  /** Variables by which a program calls `endpoint` directly; they have in them what the program would have without. */
  readonly proxyBypass: Readonly<Record<string, string>>;
}

/** Launches without a program of the user's that could call SQS. */
const TYPES_WITHOUT_PROGRAM = new Set([
  'chrome',
  'msedge',
  'pwa-chrome',
  'pwa-msedge',
  'editor-browser',
  // Its environments are launches of their own.
  FUNCTION_DEBUG_TYPE,
]);

/** If signatures are not checked, any secret works; this one shows its origin if it appears in a dump. */
const SECRET_ACCESS_KEY = 'queueside-local-secret';

/** What is emptied for every adapter that cannot unset. */
const EMPTIED = ['AWS_SESSION_TOKEN'];

/** The SDK for .NET prefers a profile and a web identity to keys in the environment, and takes empty for absent. */
const EMPTIED_BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  coreclr: ['AWS_PROFILE', SPOILING_IDENTITY],
  clr: ['AWS_PROFILE', SPOILING_IDENTITY],
};

/** Whether a debugger of this type has a program that could call SQS. */
export function hasProgram(type: string): boolean {
  return !TYPES_WITHOUT_PROGRAM.has(type);
}

/**
 * Whether a launch is one that variables may be added to. False when the user has decided about endpoints, and for the
 * further calls of the resolver for one launch: then the variables are already set.
 * @param fileVariables names that the configuration's `envFile` sets
 */
export function wantsInjection(configuration: DebugConfiguration, fileVariables: readonly string[]): boolean {
  if (configuration.request !== 'launch' || !hasProgram(configuration.type)) return false;
  // The JavaScript debugger starts a session of its own for every target inside a launch; the program runs already.
  if ('__pendingTargetId' in configuration) return false;
  return ![...Object.keys(readEnvironment(configuration)), ...fileVariables].some(
    (name) => name.startsWith('AWS_ENDPOINT_URL') || name === ENDPOINT_REFUSAL,
  );
}

/**
 * Adds what is missing; what the user set in the configuration or its `envFile` stays.
 * @param inherited names of the variables that the program would inherit, as far as they are known
 */
export function inject(
  configuration: DebugConfiguration,
  injection: Injection,
  fileVariables: readonly string[],
  inherited: readonly string[] = [],
): DebugConfiguration {
  const taken = new Set([...Object.keys(readEnvironment(configuration)), ...fileVariables]);
  const added: Record<string, string> = {
    AWS_ENDPOINT_URL_SQS: injection.endpoint,
    ...(injection.used && listServiceVariables(injection.endpoint, injection.used)),
    ...injection.proxyBypass,
  };
  // Which of the two an SDK reads depends on its language.
  if (!taken.has('AWS_REGION') && !taken.has('AWS_DEFAULT_REGION')) {
    added.AWS_REGION = injection.region;
    added.AWS_DEFAULT_REGION = injection.region;
  }
  for (const name of SPOILING_ENDPOINT)
    if (inherited.includes(name) && !taken.has(name)) added[name] = 'false';
  for (const [name, value] of Object.entries(injection.trust)) if (!taken.has(name)) added[name] = value;
  if (injection.accessKeyId === undefined || hasCredentials(taken))
    return addEnvironment(configuration, added);
  const keys = {
    accessKeyId: injection.accessKeyId,
    secretAccessKey: injection.secretAccessKey ?? SECRET_ACCESS_KEY,
  };
  const isFree = (name: string) => !taken.has(name);
  return putCredential(addEnvironment(configuration, added), keys, inherited, isFree);
}

/**
 * Half of one pair of credentials and half of another sign nothing: all or none.
 * @param taken names of the variables that the user set
 */
export function hasCredentials(taken: ReadonlySet<string>): boolean {
  return ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'].some((name) =>
    taken.has(name),
  );
}

/**
 * @returns a configuration whose program signs with these keys, whatever it set or would inherit
 * @param isFree whether a variable that would spoil the keys may be taken away
 */
export function putCredential(
  configuration: DebugConfiguration,
  { accessKeyId, secretAccessKey }: KeyPair,
  inherited: readonly string[],
  isFree: (name: string) => boolean = () => true,
): DebugConfiguration {
  return removeEnvironment(
    addEnvironment(configuration, {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }),
    SPOILING_KEYS.filter(isFree),
    listEmptied(configuration).filter((name) => isFree(name) && inherited.includes(name)),
  );
}

/**
 * @returns a configuration whose program has these variables, and of what it would inherit only those
 * @param inherited names of the variables that the program would inherit
 */
export function putEnvironment(
  configuration: DebugConfiguration,
  environment: NodeJS.ProcessEnv,
  inherited: readonly string[],
): DebugConfiguration {
  const said = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  const removed = inherited.filter((name) => said[name] === undefined);
  return removeEnvironment(
    addEnvironment(configuration, said as Record<string, string>),
    removed,
    listEmptied(configuration).filter((name) => removed.includes(name)),
  );
}

/** What is emptied for adapters that cannot unset. */
function listEmptied({ type }: DebugConfiguration): readonly string[] {
  return [...EMPTIED, ...(EMPTIED_BY_TYPE[type] ?? [])];
}

/** @returns the access key id that stands for this launch, if one was injected. */
export function findAccessKeyId(configuration: DebugConfiguration): string | undefined {
  const value = readEnvironment(configuration).AWS_ACCESS_KEY_ID;
  return typeof value === 'string' && ACCESS_KEY_PATTERN.test(value) ? value : undefined;
}
