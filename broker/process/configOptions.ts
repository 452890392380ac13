import * as shapes from '../protocol/shape.ts';

/** Reads one value from text: the value, or what it should have been, to follow the option's name in a sentence. */
export type Check<T> = (text: string) => { readonly value: T } | { readonly problem: string };

interface Option<T> {
  readonly check: Check<T>;
  readonly fallback: T;
  /** Stands for the value in the help. */
  readonly placeholder: string;
  readonly help: string;
}

export const LIMITS_PROFILES = ['strict', 'classic', 'relaxed'] as const;
export const SWITCHES = ['on', 'off'] as const;
export const DURABILITIES = ['none', 'process', 'power'] as const;
export const AUTH_MODES = ['off', 'signatures', 'policies'] as const;

function option<T>(check: Check<T>, fallback: T, placeholder: string, help: string): Option<T> {
  return { check, fallback, placeholder, help };
}

/** Checks what is read from the text by a shape. */
function readAs<T>(shape: shapes.Shape<T>, read: (text: string) => unknown = (text) => text): Check<T> {
  return (text) => {
    const value = read(text);
    const problem = shape.check(value);
    return problem === undefined ? { value: value as T } : { problem: `must be ${problem.expected}` };
  };
}

function wholeNumber(minimum: number, maximum: number): Check<number> {
  return readAs(shapes.wholeNumber(minimum, maximum), (text) =>
    /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN,
  );
}

function matching(pattern: RegExp, expected: string): Check<string> {
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
    if (value.length > MAXIMUM_LIST_LENGTH) return { problem: `must be at most ${MAXIMUM_LIST_LENGTH}` };
    for (const part of value) {
      const checked = check(part);
      if ('problem' in checked) return checked;
    }
    return { value };
  };
}

const optionalPort: Check<number | undefined> = wholeNumber(0, 65_535);
const optionalSource: Check<'stdin' | undefined> = oneOf<'stdin'>(['stdin']);
const optionalMemory: Check<number | undefined> = wholeNumber(16, 16_777_216);
const path: Check<string | undefined> = matching(/./, 'a path');

/** Every option that takes a value. */
export const OPTIONS = {
  host: option(
    matching(/^[\w.:%-]+$/, 'a host name or an address'),
    'localhost',
    'HOST',
    'address to listen on; localhost is 127.0.0.1 and ::1',
  ),
  port: option(wholeNumber(0, 65_535), 9324, 'PORT', 'port to listen on; 0 picks a free port'),
  'tls-port': option(optionalPort, undefined, 'PORT', 'a second port that serves HTTPS; 0 picks a free port'),
  'tls-folder': option(
    path,
    undefined,
    'DIR',
    'folder of the local certificates; default: .queueside/tls at home',
  ),
  region: option(
    matching(/^[a-z0-9-]{1,32}$/, 'a region such as us-east-1'),
    'us-east-1',
    'NAME',
    'AWS region',
  ),
  account: option(
    matching(/^\d{12}$/, '12 digits'),
    '000000000000',
    'DIGITS',
    'AWS account id of the queues',
  ),
  limits: option(
    oneOf(LIMITS_PROFILES),
    'strict',
    'PROFILE',
    `sizes and ranges: ${LIMITS_PROFILES.join(', ')}`,
  ),
  'purge-interval': option(oneOf(SWITCHES), 'on', 'on|off', 'off: you can purge a queue again within 60 s'),
  'recreate-interval': option(
    oneOf(SWITCHES),
    'on',
    'on|off',
    'off: you can create a deleted queue again within 60 s',
  ),
  config: option(
    path,
    undefined,
    'FILE',
    'queue definitions to apply before serving, such as queueside.json',
  ),
  durability: option(
    oneOf(DURABILITIES),
    'process',
    'MODE',
    'what survives with --data: broker exit (process), power loss (power), nothing (none)',
  ),
  auth: option(
    oneOf(AUTH_MODES),
    'off',
    'MODE',
    'off: accept any credentials; signatures: verify signatures; policies: also enforce policies',
  ),
  credentials: option(path, undefined, 'FILE', 'users with keys and policies, for auth; mode 0600'),
  data: option(
    path,
    undefined,
    'DIR',
    'folder for the journal; without it, messages are lost when the broker stops',
  ),
  'key-file': option(
    path,
    undefined,
    'FILE',
    'with --data, encrypts it with the key in this file (32 bytes in base64, mode 0600)',
  ),
  'body-memory': option(
    wholeNumber(1, 65_536),
    16,
    'MIB',
    'with --data, memory for recent messages; older ones are read from the disk',
  ),
  'max-memory': option(
    optionalMemory,
    undefined,
    'MIB',
    "without --data, sends are refused when messages and remembered IDs take up more; default: half of the machine's memory",
  ),
  'allowed-hosts': option(
    listOf(matching(/^[\w.-]+$/, 'host names, separated by commas')),
    [],
    'NAMES',
    'host names that programs may use besides loopback names',
  ),
  'allowed-origins': option(
    listOf(matching(/^https?:\/\/[^/,]+$/, 'origins such as http://localhost:3000, separated by commas')),
    [],
    'ORIGINS',
    'web pages that may call the broker',
  ),
  secrets: option(
    optionalSource,
    undefined,
    'stdin',
    'read the token and the master key from one line of JSON: {"token": "…", "masterKey": "…"}',
  ),
  texts: option(
    path,
    undefined,
    'FILE',
    'translation of findings and reports: a bundle such as bundle.l10n.de.json; default: English',
  ),
  language: option(
    matching(/^[a-z]{2,3}(?:-[A-Za-z\d]{2,8}){0,3}$/, 'a language such as de'),
    'en',
    'TAG',
    'language of the numbers in findings, with --texts',
  ),
  'token-file': option(path, undefined, 'FILE', 'where to write a new token for the control channel'),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** What an option reads to. */
export type OptionValue<N extends OptionName> = (typeof OPTIONS)[N] extends Option<infer T> ? T : never;
