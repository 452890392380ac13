import * as l10n from '@vscode/l10n';
import { describeLanguage, expectLanguage } from '../commandLine/commonOptions.ts';
import { isLanguageTag } from '../language/chooseLanguage.ts';
import * as shapes from '../protocol/shape.ts';

/** Reads one value from text: the value, or what it must be. */
export type Check<T> = (text: string) => { readonly value: T } | { readonly expected: string };

interface Option<T> {
  readonly check: Check<T>;
  readonly fallback: T;
  /** Stands for the value in the help. */
  readonly placeholder: string;
  readonly help: () => string;
}

export const LIMITS_PROFILES = ['strict', 'classic', 'relaxed'] as const;
export const SWITCHES = ['on', 'off'] as const;
export const DURABILITIES = ['none', 'process', 'power'] as const;
export const AUTH_MODES = ['off', 'signatures', 'policies'] as const;

function option<T>(check: Check<T>, fallback: T, placeholder: string, help: () => string): Option<T> {
  return { check, fallback, placeholder, help };
}

/** Checks what is read from the text by a shape. */
function readAs<T>(shape: shapes.Shape<T>, read: (text: string) => unknown = (text) => text): Check<T> {
  return (text) => {
    const value = read(text);
    const problem = shape.check(value);
    return problem === undefined ? { value: value as T } : { expected: problem.expected };
  };
}

function wholeNumber(minimum: number, maximum: number): Check<number> {
  return readAs(shapes.wholeNumber(minimum, maximum), (text) =>
    /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN,
  );
}

function matching(pattern: RegExp, expected: () => string): Check<string> {
  return readAs(shapes.matching(pattern, expected));
}

function oneOf<const T extends string>(values: readonly T[]): Check<T> {
  return readAs(shapes.oneOf(values));
}

/** Names and origins that may be allowed: more of them are a mistake. */
const MAXIMUM_LIST_LENGTH = 100;

function listOf(check: Check<string>): Check<readonly string[]> {
  return (text) => {
    const value = text.split(',', MAXIMUM_LIST_LENGTH + 1).map((part) => part.trim());
    if (value.length > MAXIMUM_LIST_LENGTH)
      return { expected: l10n.t('a list of at most {0}', MAXIMUM_LIST_LENGTH) };
    for (const part of value) {
      const checked = check(part);
      if ('expected' in checked) return checked;
    }
    return { value };
  };
}

const optionalPort: Check<number | undefined> = wholeNumber(0, 65_535);
const optionalSource: Check<'stdin' | undefined> = oneOf<'stdin'>(['stdin']);
const optionalMemory: Check<number | undefined> = wholeNumber(16, 16_777_216);
const language: Check<string | undefined> = (text) =>
  isLanguageTag(text) ? { value: text } : { expected: expectLanguage() };
const path: Check<string | undefined> = matching(/./, () => l10n.t('a path'));

/** Every option that takes a value. */
export const OPTIONS = {
  host: option(
    matching(/^[\w.:%-]+$/, () => l10n.t('a host name or an address')),
    'localhost',
    'HOST',
    () => l10n.t('address to listen on; localhost is 127.0.0.1 and ::1'),
  ),
  port: option(wholeNumber(0, 65_535), 9324, 'PORT', () => l10n.t('port to listen on; 0 picks a free port')),
  'tls-port': option(optionalPort, undefined, 'PORT', () =>
    l10n.t('a second port that serves HTTPS; 0 picks a free port'),
  ),
  'tls-folder': option(path, undefined, 'DIR', () =>
    l10n.t('folder of the local certificates; default: .queueside/tls at home'),
  ),
  region: option(
    matching(/^[a-z0-9-]{1,32}$/, () => l10n.t('a region such as us-east-1')),
    'us-east-1',
    'NAME',
    () => l10n.t('AWS region'),
  ),
  account: option(
    matching(/^\d{12}$/, () => l10n.t('12 digits')),
    '000000000000',
    'DIGITS',
    () => l10n.t('AWS account ID of the queues'),
  ),
  limits: option(oneOf(LIMITS_PROFILES), 'strict', 'PROFILE', () =>
    l10n.t('SQS limits to enforce: {0}', LIMITS_PROFILES.join(', ')),
  ),
  'purge-interval': option(oneOf(SWITCHES), 'on', 'on|off', () =>
    l10n.t('off: you can purge a queue again within 60 s'),
  ),
  'recreate-interval': option(oneOf(SWITCHES), 'on', 'on|off', () =>
    l10n.t('off: you can create a deleted queue again within 60 s'),
  ),
  'open-metrics': option(oneOf(SWITCHES), 'off', 'on|off', () =>
    l10n.t('on: serves the metrics of all queues at {0}, as OpenMetrics text', '/metrics'),
  ),
  config: option(path, undefined, 'FILE', () =>
    l10n.t('queue definitions to apply before serving, such as queueside.json'),
  ),
  durability: option(oneOf(DURABILITIES), 'process', 'MODE', () =>
    l10n.t('what --data survives: a broker crash (process), power loss (power), nothing (none)'),
  ),
  auth: option(oneOf(AUTH_MODES), 'off', 'MODE', () =>
    l10n.t('off: accept any credentials; signatures: verify signatures; policies: also enforce policies'),
  ),
  credentials: option(path, undefined, 'FILE', () =>
    l10n.t('file with users, keys and policies for --auth; must have mode 0600'),
  ),
  data: option(path, undefined, 'DIR', () =>
    l10n.t('folder for the journal; without it, messages are lost when the broker stops'),
  ),
  'key-file': option(path, undefined, 'FILE', () =>
    l10n.t('encrypts --data with the key in this file (32 bytes in base64, mode 0600)'),
  ),
  'body-memory': option(wholeNumber(1, 65_536), 16, 'MIB', () =>
    l10n.t('with --data, memory for recent messages; older ones are read from the disk'),
  ),
  'max-memory': option(optionalMemory, undefined, 'MIB', () =>
    l10n.t(
      "without --data, memory limit for messages and remembered IDs; sends beyond it are rejected; default: half of the machine's memory",
    ),
  ),
  'allowed-hosts': option(
    listOf(matching(/^[\w.-]+$/, () => l10n.t('host names, separated by commas'))),
    [],
    'NAMES',
    () => l10n.t('host names that programs may use besides loopback names'),
  ),
  'allowed-origins': option(
    listOf(
      matching(/^https?:\/\/[^/,]+$/, () =>
        l10n.t('origins such as http://localhost:3000, separated by commas'),
      ),
    ),
    [],
    'ORIGINS',
    () => l10n.t('web pages that may call the broker'),
  ),
  secrets: option(optionalSource, undefined, 'stdin', () =>
    l10n.t(
      'read the token and the master key from one line of JSON: {0}',
      '{"token": "…", "masterKey": "…"}',
    ),
  ),
  texts: option(path, undefined, 'FILE', () =>
    l10n.t('file with the texts of the language; default: the one that comes with the program'),
  ),
  language: option(language, undefined, 'TAG', describeLanguage),
  'token-file': option(path, undefined, 'FILE', () =>
    l10n.t('where to write a new token for the control channel'),
  ),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** What an option reads to. */
export type OptionValue<N extends OptionName> = (typeof OPTIONS)[N] extends Option<infer T> ? T : never;
