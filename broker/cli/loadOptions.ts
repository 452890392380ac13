import * as l10n from '@vscode/l10n';
import { describeLanguage } from '../commandLine/commonOptions.ts';
import { formatHelp } from '../commandLine/formatHelp.ts';
import { readCommandLine, type Reading } from '../commandLine/readCommandLine.ts';
import { OptionError } from '../commandLine/readOptions.ts';
import type { LoadShape } from '../protocol/load.ts';

/** The options of `queueside load`. */
export interface LoadOptions {
  readonly queueUrl: URL;
  readonly isFifo: boolean;
  /** Messages per second; 0: as fast as the connections allow. */
  readonly perSecond: number;
  /** How the rate changes over the time. */
  readonly shape: LoadShape;
  /** Of the random gaps of the shape `poisson`. */
  readonly seed: number;
  /** Size of a body that does not come from a template. */
  readonly bodyBytes: number;
  readonly durationMs: number;
  readonly connections: number;
  /** Message groups, used in turn; 0: none. */
  readonly groups: number;
  /** Sent with every message, as String. */
  readonly attributes: Readonly<Record<string, string>>;
  /** File whose text is the body. */
  readonly template: string | undefined;
  /** `text`: for reading; `json`: the report as one line; `lines`: progress too, see broker/protocol/load.ts. */
  readonly output: 'text' | 'json' | 'lines';
}

export type LoadCommand = Reading<{ readonly options: LoadOptions }>;

/** The text of `queueside load --help`. */
export function describeLoad(): string {
  return formatHelp({
    purpose: l10n.t('Sends messages to a queue at a steady rate and reports the latency.'),
    forms: [['queueside load --queue URL [options]', '']],
    options: [
      ['--queue URL', l10n.t("the queue's URL, such as {0}", EXAMPLE_URL)],
      ['--rate N', l10n.t('messages per second; 0 sends as fast as the connections allow (100)')],
      [
        '--shape SHAPE',
        l10n.t(
          "steady; ramp, which rises evenly to the rate; bursts, which sends 5 seconds' worth at once; or poisson, with random gaps as of many independent senders (steady)",
        ),
      ],
      ['--seed N', l10n.t('of the random gaps of poisson; the same seed sends at the same times (1)')],
      ['--size BYTES', l10n.t('size of each body, from 1 to 1048576 (1024)')],
      [
        '--template FILE',
        l10n.t('file with the body to send; replaces {0} in each message', '{{n}}, {{uuid}}, {{now}}'),
      ],
      [
        '--duration SECONDS',
        l10n.t('length of the test; Ctrl+C ends it sooner and also prints the report (10)'),
      ],
      ['--connections N', l10n.t('from 1 to 512 (8)')],
      ['--groups N', l10n.t('message groups, used round-robin; a FIFO queue has at least one')],
      ['--attributes LIST', l10n.t('String attributes of every message, such as {0}', 'tenant=a,kind=order')],
      ['--json', l10n.t('the report as one line of JSON')],
      [
        '--json-lines',
        l10n.t(
          'progress twice a second and then the report, one line of JSON each; a line "stop" on standard input ends the test',
        ),
      ],
      ['--language TAG', describeLanguage()],
    ],
    notes: [
      l10n.t("Also reports what consumers did, from the queue's counts."),
      l10n.t(
        'Calls are signed with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Without a secret key, they carry the key ID but no signature.',
      ),
    ],
  });
}

const EXAMPLE_URL = 'http://127.0.0.1:9324/000000000000/orders';
const SHAPES: readonly LoadShape[] = ['steady', 'ramp', 'bursts', 'poisson'];

/** Ranges and defaults of the options that are numbers. */
export const LOAD_NUMBERS = {
  rate: { minimum: 0, maximum: 1_000_000, fallback: 100 },
  size: { minimum: 1, maximum: 1_048_576, fallback: 1024 },
  duration: { minimum: 1, maximum: 86_400, fallback: 10 },
  connections: { minimum: 1, maximum: 512, fallback: 8 },
  groups: { minimum: 0, maximum: 1_000_000, fallback: 0 },
} as const;

const SEED = { minimum: 0, maximum: 999_999_999, fallback: 1 };

const OPTIONS = {
  queue: { type: 'string' },
  rate: { type: 'string' },
  shape: { type: 'string' },
  seed: { type: 'string' },
  size: { type: 'string' },
  duration: { type: 'string' },
  connections: { type: 'string' },
  groups: { type: 'string' },
  attributes: { type: 'string' },
  template: { type: 'string' },
  json: { type: 'boolean' },
  'json-lines': { type: 'boolean' },
} as const;

/** Reads what follows `load` on the command line. */
export function readLoadCommand(argv: readonly string[]): LoadCommand {
  return readCommandLine(argv, { options: OPTIONS, takesWords: false }, ({ texts, flags }) => {
    const number = (name: keyof typeof LOAD_NUMBERS): number =>
      readNumber(name, texts[name], LOAD_NUMBERS[name]);
    const queueUrl = readQueueUrl(texts['queue']);
    const perSecond = number('rate');
    const isFifo = queueUrl.pathname.endsWith('.fifo');
    return {
      options: {
        queueUrl,
        isFifo,
        perSecond,
        shape: readShape(texts['shape'], perSecond),
        seed: readNumber('seed', texts['seed'], SEED),
        bodyBytes: number('size'),
        durationMs: number('duration') * 1000,
        connections: number('connections'),
        groups: Math.max(isFifo ? 1 : 0, number('groups')),
        attributes: readAttributes(texts['attributes']),
        template: texts['template'],
        output: flags.has('json-lines') ? 'lines' : flags.has('json') ? 'json' : 'text',
      },
    };
  });
}

function readQueueUrl(text: string | undefined): URL {
  if (text === undefined) throw new OptionError(l10n.t('--queue must be the URL of the queue'));
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || url.pathname === '/') {
    throw new OptionError(l10n.t("--queue must be a URL such as {0}, not '{1}'", EXAMPLE_URL, text));
  }
  return url;
}

function readShape(text: string | undefined, perSecond: number): LoadShape {
  if (text === undefined) return 'steady';
  const shape = SHAPES.find((each) => each === text);
  if (shape === undefined)
    throw new OptionError(
      l10n.t("{0} must be {1}, not '{2}'", '--shape', l10n.t('one of {0}', SHAPES.join(', ')), text),
    );
  if (shape !== 'steady' && perSecond === 0)
    throw new OptionError(l10n.t('--shape {0} needs a --rate', shape));
  return shape;
}

function readNumber(
  name: string,
  text: string | undefined,
  { minimum, maximum, fallback }: Readonly<Record<'minimum' | 'maximum' | 'fallback', number>>,
): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new OptionError(
    l10n.t(
      "{0} must be {1}, not '{2}'",
      `--${name}`,
      l10n.t('a whole number from {0} to {1}', minimum, maximum),
      text,
    ),
  );
}

function readAttributes(text: string | undefined): Record<string, string> {
  const attributes = new Map<string, string>();
  for (const pair of text?.split(',') ?? []) {
    const equals = pair.indexOf('=');
    if (equals < 1 || equals === pair.length - 1) {
      throw new OptionError(
        l10n.t(
          "--attributes must be names and values such as {0}, not '{1}'",
          'tenant=a,kind=order',
          text ?? '',
        ),
      );
    }
    attributes.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return Object.fromEntries(attributes);
}
