import type { WorkspaceConfiguration } from 'vscode';

/** When the broker starts automatically; each value includes the ones before it. */
export type AutoStart = 'off' | 'onView' | 'onDebug';
/** The prices of the estimated bill: by volume, or the older single price. */
export type BillPrices = 'tiered' | 'flat';
export type Durability = 'process' | 'power' | 'none';
export type LimitsProfile = 'strict' | 'classic' | 'relaxed';
export type AuthMode = 'off' | 'signatures' | 'policies';
export type Switch = 'off' | 'on';
/** What happens to the AWS credentials of a launched program. */
export type DebugCredentials = 'session' | 'keep';

/** Where the mistakes show that the broker finds in what programs do; `problems` includes the view. */
export type FindingsPlace = 'off' | 'view' | 'problems';

/** The settings by their key below `queueside.`. */
export interface Settings {
  readonly autoStart: AutoStart;
  /** 0-65535; 0 takes any free port. */
  readonly port: number;
  readonly region: string;
  readonly limits: LimitsProfile;
  /** Whether a second purge within 60 s is refused, where the limits have that rule. */
  readonly 'intervals.purge': boolean;
  /** Whether the name of a deleted queue is blocked for 60 s, where the limits have that rule. */
  readonly 'intervals.recreate': boolean;
  /** What queues and messages survive: nothing, the end of the broker, or the end of the power. */
  readonly durability: Durability;
  /** Recent message bodies kept in memory too, MiB, 1-4096. */
  readonly bodyMemoryMiB: number;
  /** 0: half of the machine's memory. */
  readonly maxMemoryMiB: number;
  readonly 'definitions.apply': boolean;
  readonly 'debug.inject': boolean;
  readonly 'debug.credentials': DebugCredentials;
  /** Name of the user that launched programs sign as; empty: the first of the credential file. */
  readonly 'debug.user': string;
  readonly 'debug.hold': boolean;
  readonly 'debug.inlineMessage': boolean;
  readonly findings: FindingsPlace;
  readonly auth: AuthMode;
  readonly tls: Switch;
  /** Names beside loopback ones that programs may call the broker by; at most 100. */
  readonly allowedHosts: readonly string[];
  /** Of the data folder. */
  readonly encryption: Switch;
  /** Messages read for one page of the tree, 10-100. */
  readonly 'messages.pageSize': number;
  readonly 'messages.formatJson': boolean;
  readonly 'bill.prices': BillPrices;
  readonly confirmPurge: boolean;
  readonly confirmAdvance: boolean;
  readonly 'statusBar.visible': boolean;
  /** Of an OTLP/HTTP receiver; empty: off. */
  readonly 'telemetry.endpoint': string;
}

export type SettingKey = keyof Settings;

interface SettingRule<T> {
  readonly default: T;
  readonly accepts: (value: unknown) => boolean;
}

/** The same defaults and ranges as in package.json: a hand-edited settings.json is not held to its schema. */
export const SETTING_RULES: { readonly [K in SettingKey]: SettingRule<Settings[K]> } = {
  autoStart: { default: 'onDebug', accepts: isOneOf('off', 'onView', 'onDebug') },
  port: { default: 9324, accepts: isIntegerBetween(0, 65_535) },
  region: {
    default: 'us-east-1',
    accepts: (value) => typeof value === 'string' && /^[a-z]{2}(-[a-z]+)+-\d$/.test(value),
  },
  limits: { default: 'strict', accepts: isOneOf('strict', 'classic', 'relaxed') },
  'intervals.purge': { default: true, accepts: isBoolean },
  'intervals.recreate': { default: true, accepts: isBoolean },
  durability: { default: 'process', accepts: isOneOf('process', 'power', 'none') },
  bodyMemoryMiB: { default: 16, accepts: isIntegerBetween(1, 4096) },
  maxMemoryMiB: {
    default: 0,
    accepts: (value) => value === 0 || isIntegerBetween(16, 16_777_216)(value),
  },
  'definitions.apply': { default: true, accepts: isBoolean },
  'debug.inject': { default: true, accepts: isBoolean },
  'debug.credentials': { default: 'session', accepts: isOneOf('session', 'keep') },
  'debug.user': { default: '', accepts: (value) => typeof value === 'string' && value.length <= 64 },
  auth: { default: 'off', accepts: isOneOf('off', 'signatures', 'policies') },
  tls: { default: 'off', accepts: isOneOf('off', 'on') },
  allowedHosts: { default: [], accepts: isListOf(/^[\w.-]{1,253}$/, 100) },
  encryption: { default: 'off', accepts: isOneOf('off', 'on') },
  'debug.hold': { default: true, accepts: isBoolean },
  'debug.inlineMessage': { default: true, accepts: isBoolean },
  findings: { default: 'problems', accepts: isOneOf('off', 'view', 'problems') },
  'messages.pageSize': { default: 25, accepts: isIntegerBetween(10, 100) },
  'messages.formatJson': { default: true, accepts: isBoolean },
  'bill.prices': { default: 'tiered', accepts: isOneOf('tiered', 'flat') },
  confirmPurge: { default: true, accepts: isBoolean },
  confirmAdvance: { default: true, accepts: isBoolean },
  'statusBar.visible': { default: true, accepts: isBoolean },
  'telemetry.endpoint': {
    default: '',
    accepts: (value) => typeof value === 'string' && (value === '' || /^https?:\/\/\S+$/.test(value)),
  },
};

/** Settings that apply only after a restart of the broker. */
export const BROKER_SETTINGS: readonly SettingKey[] = [
  'port',
  'region',
  'limits',
  'intervals.purge',
  'intervals.recreate',
  'auth',
  'tls',
  'allowedHosts',
  'encryption',
  'durability',
  'bodyMemoryMiB',
  'maxMemoryMiB',
];

/**
 * Reads one setting; a value that the manifest's schema would flag counts as not set.
 * @param source the section `queueside`
 */
export function readSetting<K extends SettingKey>(
  source: Pick<WorkspaceConfiguration, 'get'>,
  key: K,
): Settings[K] {
  const value = source.get<unknown>(key);
  const rule = SETTING_RULES[key];
  return rule.accepts(value) ? (value as Settings[K]) : rule.default;
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isOneOf(...choices: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && choices.includes(value);
}

function isListOf(pattern: RegExp, maximumLength: number): (value: unknown) => boolean {
  return (value) =>
    Array.isArray(value) &&
    value.length <= maximumLength &&
    value.every((entry) => typeof entry === 'string' && pattern.test(entry));
}

function isIntegerBetween(low: number, high: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}

/** Reads settings as they are now. */
export interface SettingsReader {
  read<K extends SettingKey>(key: K): Settings[K];
}
