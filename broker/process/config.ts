import * as l10n from '@vscode/l10n';
import { COMMON_OPTIONS } from '../commandLine/commonOptions.ts';
import { formatHelp } from '../commandLine/formatHelp.ts';
import { OptionError, type OptionTable, readOptions } from '../commandLine/readOptions.ts';
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
  /** The file of queue definitions to apply before serving. */
  readonly definitions: string | undefined;
  /** Whether a second purge within 60 s is refused, where the limits have that rule. */
  readonly purgeInterval: OptionValue<'purge-interval'>;
  /** Whether the name of a deleted queue is blocked for 60 s, where the limits have that rule. */
  readonly recreateInterval: OptionValue<'recreate-interval'>;
  /** Whether `GET /metrics` is served. */
  readonly openMetrics: OptionValue<'open-metrics'>;
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

/** Reads the configuration: the command line wins over the environment, that over the defaults. */
export function readCommand(argv: readonly string[], environment: Environment): Command {
  try {
    const { texts: values, flags } = readOptions(argv, READ_AS, false);
    if (flags.has('help')) return { kind: 'help' };
    if (flags.has('version')) return { kind: 'version' };
    const layers: Layer[] = [
      { values, describe: (name) => `--${name}` },
      { values: readEnvironment(environment), describe: nameVariable },
    ];
    return { kind: 'serve', config: mergeLayers(layers) };
  } catch (error) {
    if (error instanceof OptionError) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/** The environment variable of an option: `--token-file` is QUEUESIDE_TOKEN_FILE. */
export function nameVariable(option: string): string {
  return `QUEUESIDE_${option.replaceAll('-', '_').toUpperCase()}`;
}

/** The text of `--help`. */
export function describeOptions(): string {
  const options = Object.entries(OPTIONS).map(([name, { placeholder, help, fallback }]) => {
    const does = help();
    const hasNote = fallback === undefined || typeof fallback === 'object';
    return [`--${name} ${placeholder}`, hasNote ? does : `${does} (${fallback})`] as const;
  });
  return formatHelp({
    purpose: l10n.t('Runs Amazon SQS on this machine.'),
    forms: [
      ['queueside [options]', ''],
      [
        'queueside load --queue URL [options]',
        l10n.t('sends messages at a steady rate; see {0}', 'queueside load --help'),
      ],
      [
        'queueside pool [run|list|desired|stop]',
        l10n.t('runs a worker pool of a running broker; see {0}', 'queueside pool --help'),
      ],
      [
        'queueside function [run|list|invoke|stop]',
        l10n.t('runs and invokes functions of a running broker; see {0}', 'queueside function --help'),
      ],
      [
        'queueside clock [show|advance|next|reset]',
        l10n.t('shows and advances its clock; see {0}', 'queueside clock --help'),
      ],
      [
        'queueside key [make|change]',
        l10n.t('creates or changes the key for --data; see {0}', 'queueside key --help'),
      ],
    ],
    options: [...options, ['--help, --version', l10n.t('print and exit')]],
    notes: [
      l10n.t('Each option is also an environment variable, such as {0}.', nameVariable('port')),
      l10n.t(
        'QUEUESIDE_TOKEN is the token that clients of the control channel must send; without it and without --token-file, that channel is closed.',
      ),
      l10n.t('QUEUESIDE_MASTER_KEY is the key for --data, instead of --key-file.'),
      l10n.t(
        'When it is ready, it prints one line of JSON with its addresses on standard output. Everything else goes to standard error.',
      ),
    ],
  });
}

/** What was given may be long, and a sentence must not be. */
function shorten(text: string): string {
  return text.length <= MAXIMUM_QUOTED_LENGTH ? text : `${text.slice(0, MAXIMUM_QUOTED_LENGTH)}…`;
}

/** What every option is, for reading: all but two take a value. */
const READ_AS: OptionTable = {
  ...Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }])),
  help: COMMON_OPTIONS.help,
  version: { type: 'boolean', short: 'v' },
};

function readEnvironment(environment: Environment): Values {
  const values: Values = {};
  for (const name of Object.keys(OPTIONS)) {
    const value = environment[nameVariable(name)];
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

/** `texts` and `language` took effect before; here they are only checked. */
function mergeLayers(layers: readonly Layer[]): BrokerConfig {
  const read = <N extends OptionName>(name: N): OptionValue<N> => {
    const { check, fallback } = OPTIONS[name];
    for (const layer of layers) {
      const text = layer.values[name];
      if (text === undefined) continue;
      const checked = (check as Check<OptionValue<N>>)(text);
      if ('expected' in checked) {
        throw new OptionError(
          l10n.t("{0} must be {1}, not '{2}'", layer.describe(name), checked.expected, shorten(text)),
        );
      }
      return checked.value;
    }
    return fallback as OptionValue<N>;
  };
  read('texts');
  read('language');
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
    definitions: read('config'),
    purgeInterval: read('purge-interval'),
    recreateInterval: read('recreate-interval'),
    openMetrics: read('open-metrics'),
  };
}
