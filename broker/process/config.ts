import { parseArgs } from 'node:util';
import { type Check, OPTIONS, type OptionName, type OptionValue } from './configOptions.ts';

/** The broker's configuration, without secrets. */
export interface BrokerConfig {
  /** Address to listen on; `localhost` is both loopback addresses. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** 0: any free port; undefined: no HTTPS. */
  readonly tlsPort: number | undefined;
  /** Folder of the local certificate authority; undefined: the user's. */
  readonly tlsFolder: string | undefined;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly limits: OptionValue<'limits'>;
  readonly durability: OptionValue<'durability'>;
  readonly auth: OptionValue<'auth'>;
  /** The credential file; needed unless `auth` is off. */
  readonly credentials: string | undefined;
  readonly data: string | undefined;
  /** The file of the master key for `data`; undefined: from the environment, or no encryption. */
  readonly keyFile: string | undefined;
  /** Recent messages kept in memory beside `data`, MiB. */
  readonly bodyMemory: number;
  /** For messages without `data`, MiB; undefined: half of the machine's memory. */
  readonly maxMemory: number | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** Where a new token for the control channel is written when the environment gives none. */
  readonly tokenFile: string | undefined;
  /** Where the token and the master key are read from; undefined: from the environment or files. */
  readonly secrets: OptionValue<'secrets'>;
  /** The file with the translation of findings and reports; undefined: they are English. */
  readonly texts: string | undefined;
  /** Of the numbers in findings. */
  readonly language: string;
  /** The file of queue definitions to apply before serving. */
  readonly definitions: string | undefined;
  /** Whether a second purge within 60 s is refused, where the limits have that rule. */
  readonly purgeInterval: OptionValue<'purge-interval'>;
  /** Whether the name of a deleted queue is blocked for 60 s, where the limits have that rule. */
  readonly recreateInterval: OptionValue<'recreate-interval'>;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly config: BrokerConfig }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'refused'; readonly reason: string };

export type Environment = Readonly<Record<string, string | undefined>>;

type Values = Partial<Record<string, string>>;

/** One place that options come from, and how it calls them. */
interface Layer {
  readonly values: Values;
  describe(name: OptionName): string;
}

/** Characters of a value that a refusal quotes. */
const MAXIMUM_QUOTED_LENGTH = 100;

class ConfigError extends Error {}

/** Reads the configuration: the command line wins over the environment, that over the defaults. */
export function readCommand(argv: readonly string[], environment: Environment): Command {
  try {
    const { help, version, ...values } = parseCommandLine(argv);
    if (help) return { kind: 'help' };
    if (version) return { kind: 'version' };
    const layers: Layer[] = [
      { values, describe: (name) => `--${name}` },
      { values: readEnvironment(environment), describe: nameVariable },
    ];
    return { kind: 'serve', config: mergeLayers(layers) };
  } catch (error) {
    // parseArgs reports unknown options and missing values with a TypeError that has a code.
    if (error instanceof ConfigError || (error instanceof TypeError && 'code' in error)) {
      return { kind: 'refused', reason: error.message };
    }
    throw error;
  }
}

/** The environment variable of an option: `--token-file` is QUEUESIDE_TOKEN_FILE. */
export function nameVariable(option: string): string {
  return `QUEUESIDE_${option.replaceAll('-', '_').toUpperCase()}`;
}

/** The text of `--help`. */
export function describeOptions(): string {
  const rows: [string, string][] = [];
  for (const [name, { placeholder, help, fallback }] of Object.entries(OPTIONS)) {
    rows.push([
      `--${name} ${placeholder}`,
      fallback === undefined || typeof fallback === 'object' ? help : `${help} (${fallback})`,
    ]);
  }
  rows.push(['--help, --version', 'print and exit']);
  return [
    'Runs Amazon SQS on this machine.',
    '',
    'queueside [options]',
    'queueside load --queue URL [options]   sends messages at a steady rate; see queueside load --help',
    'queueside clock [show|advance|next|reset]   shows and advances its clock; see queueside clock --help',
    'queueside key [make|change]   creates or changes the key for --data; see queueside key --help',
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(26)} ${right}`),
    '',
    `Each option is also an environment variable, such as ${nameVariable('port')}. QUEUESIDE_TOKEN is the token that`,
    'clients of the control channel must send; without it and without --token-file, that channel is closed.',
    'QUEUESIDE_MASTER_KEY is the key for --data, instead of --key-file.',
    'When it is ready, it prints one line of JSON with its addresses on standard output. Everything else goes to standard error.',
    '',
  ].join('\n');
}

/** What was given may be long, and a sentence must not be. */
function shorten(text: string): string {
  return text.length <= MAXIMUM_QUOTED_LENGTH ? text : `${text.slice(0, MAXIMUM_QUOTED_LENGTH)}…`;
}

function parseCommandLine(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    strict: true,
    allowPositionals: false,
    options: {
      ...Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }])),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  return values as Values & { help?: boolean; version?: boolean };
}

function readEnvironment(environment: Environment): Values {
  const values: Values = {};
  for (const name of Object.keys(OPTIONS)) {
    const value = environment[nameVariable(name)];
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

function mergeLayers(layers: readonly Layer[]): BrokerConfig {
  const read = <N extends OptionName>(name: N): OptionValue<N> => {
    const { check, fallback } = OPTIONS[name];
    for (const layer of layers) {
      const text = layer.values[name];
      if (text === undefined) continue;
      const checked = (check as Check<OptionValue<N>>)(text);
      if ('problem' in checked)
        throw new ConfigError(`${layer.describe(name)} ${checked.problem}, not '${shorten(text)}'`);
      return checked.value;
    }
    return fallback as OptionValue<N>;
  };
  return {
    host: read('host'),
    port: read('port'),
    tlsPort: read('tls-port'),
    tlsFolder: read('tls-folder'),
    region: read('region'),
    account: read('account'),
    limits: read('limits'),
    durability: read('durability'),
    auth: read('auth'),
    credentials: read('credentials'),
    data: read('data'),
    keyFile: read('key-file'),
    bodyMemory: read('body-memory'),
    maxMemory: read('max-memory'),
    allowedHosts: read('allowed-hosts'),
    allowedOrigins: read('allowed-origins'),
    tokenFile: read('token-file'),
    secrets: read('secrets'),
    texts: read('texts'),
    language: read('language'),
    definitions: read('config'),
    purgeInterval: read('purge-interval'),
    recreateInterval: read('recreate-interval'),
  };
}
