import * as l10n from '@vscode/l10n';
import { describeLanguage } from '../commandLine/commonOptions.ts';
import { formatHelp } from '../commandLine/formatHelp.ts';
import { readCommandLine, type Reading } from '../commandLine/readCommandLine.ts';
import { OptionError } from '../commandLine/readOptions.ts';
import { DEFAULT_CONFIG } from './applyFile.ts';
import {
  CONTROL_OPTIONS,
  type ControlOptions,
  describeControlOptions,
  readControlOptions,
} from './controlOptions.ts';

export interface RunFunctionsRequest {
  readonly do: 'run';
  /** None: all functions of the file, or of the broker. */
  readonly names: readonly string[];
  /** The file that declares them; undefined: the broker knows them, or `queueside.json` in this folder has them. */
  readonly config: string | undefined;
  /** A template whose queues and functions are applied first; undefined: none. */
  readonly from: string | undefined;
  /** Of the credential file; undefined: the first one. */
  readonly user: string | undefined;
}

export interface InvokeRequest {
  readonly do: 'invoke';
  readonly name: string;
  /** With the event; undefined: standard input has it. */
  readonly file: string | undefined;
  /** Whether the last lines of its log are printed although it did not fail. */
  readonly showsLog: boolean;
}

/** What `queueside function` is to do. */
export type FunctionRequest =
  | RunFunctionsRequest
  | InvokeRequest
  | { readonly do: 'list' }
  | { readonly do: 'stop'; readonly name: string };

export type FunctionCommand = Reading<
  { readonly request: FunctionRequest; readonly isJson: boolean } & ControlOptions
>;

/** The text of `queueside function --help`. */
export function describeFunction(): string {
  return formatHelp({
    purpose: l10n.t('Runs and invokes the functions of a running broker.'),
    forms: [
      [
        'queueside function run [NAME...] [options]',
        l10n.t(
          'starts and ends the processes of functions as the broker orders, until Ctrl+C; a second Ctrl+C kills them',
        ),
      ],
      ['queueside function [list] [options]', l10n.t('lists the functions')],
      [
        'queueside function invoke NAME [FILE] [options]',
        l10n.t(
          'invokes a function with the event of a file, or of standard input, and prints what it returns',
        ),
      ],
      [
        'queueside function stop NAME [options]',
        l10n.t('ends the processes of a function, and the command that runs it'),
      ],
    ],
    options: [
      [
        '--config FILE',
        l10n.t(
          'run: applies this file first; without it, {0} in this folder, if the broker does not have the function',
          DEFAULT_CONFIG,
        ),
      ],
      [
        '--from FILE',
        l10n.t(
          'run: applies the queues and functions of this template first, of SAM, CloudFormation or the Serverless Framework, or of cdk.out',
        ),
      ],
      [
        '--user NAME',
        l10n.t('run: the user of the credential file that the processes act as (the first user)'),
      ],
      ['--log', l10n.t('invoke: prints the last lines of the log to standard error')],
      ['--json', l10n.t('lines of JSON: one for each thing that happens, or one with the result')],
      ...describeControlOptions(),
      ['--language TAG', describeLanguage()],
    ],
    notes: [
      l10n.t(
        'Exit codes: 0 the functions were stopped, or the function returned; 1 the function failed, the broker does not run, or it rejected the call; 2 the options, the file or the event are invalid; 3 the function was not invoked, because it is throttled or no program runs it; 130 its processes were killed by Ctrl+C.',
      ),
    ],
  });
}

const OPTIONS = {
  ...CONTROL_OPTIONS,
  config: { type: 'string' },
  from: { type: 'string' },
  user: { type: 'string' },
  log: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** The options that only some forms have. */
const OWN_OPTIONS: Readonly<Record<FunctionRequest['do'], readonly string[]>> = {
  run: ['config', 'from', 'user'],
  invoke: ['log'],
  list: [],
  stop: [],
};

/** Reads what follows `function` on the command line. */
export function readFunctionCommand(argv: readonly string[], token: string | undefined): FunctionCommand {
  return readCommandLine(argv, { options: OPTIONS, takesWords: true }, ({ texts, flags, words }) => {
    const { config, from, user } = texts;
    const request = readRequest(words, { config, from, user }, flags.has('log'));
    const misplaced = ['config', 'from', 'user', 'log']
      .filter((name) => name in texts || flags.has(name))
      .find((name) => !OWN_OPTIONS[request.do].includes(name));
    if (misplaced !== undefined) {
      throw new OptionError(l10n.t('{0} has no option --{1}', request.do, misplaced));
    }
    return { request, isJson: flags.has('json'), ...readControlOptions(texts, token) };
  });
}

function readRequest(
  [verb = 'list', ...rest]: readonly string[],
  { config, from, user }: Pick<RunFunctionsRequest, 'config' | 'from' | 'user'>,
  showsLog: boolean,
): FunctionRequest {
  const [name, file] = rest;
  if (verb === 'list' && rest.length === 0) return { do: 'list' };
  if (config !== undefined && from !== undefined) throw new OptionError(l10n.t('use --config or --from'));
  if (verb === 'run') return { do: 'run', names: [...new Set(rest)], config, from, user };
  if (verb === 'stop' && name !== undefined && rest.length === 1) return { do: 'stop', name };
  if (verb === 'invoke' && name !== undefined && rest.length <= 2) {
    return { do: 'invoke', name, file: file === '-' ? undefined : file, showsLog };
  }
  throw new OptionError(l10n.t('use run [NAME...], list, invoke NAME [FILE] or stop NAME'));
}
