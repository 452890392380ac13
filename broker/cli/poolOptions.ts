import * as l10n from '@vscode/l10n';
import { describeLanguage } from '../commandLine/commonOptions.ts';
import { formatHelp } from '../commandLine/formatHelp.ts';
import { readCommandLine, type Reading } from '../commandLine/readCommandLine.ts';
import { OptionError } from '../commandLine/readOptions.ts';
import { MAXIMUM_PROCESSES } from '../protocol/poolDefinition.ts';
import { DEFAULT_CONFIG } from './applyFile.ts';
import {
  CONTROL_OPTIONS,
  type ControlOptions,
  describeControlOptions,
  readControlOptions,
} from './controlOptions.ts';

export interface RunRequest {
  readonly do: 'run';
  readonly name: string;
  /** The file that declares the pool; undefined: the broker knows it, or `queueside.json` in this folder has it. */
  readonly config: string | undefined;
  /** Of the credential file; undefined: the first one. */
  readonly user: string | undefined;
}

/** What `queueside pool` is to do. */
export type PoolRequest =
  | RunRequest
  | { readonly do: 'list' }
  | { readonly do: 'desired'; readonly name: string; readonly desired: number }
  | { readonly do: 'stop'; readonly name: string };

export type PoolCommand = Reading<
  { readonly request: PoolRequest; readonly isJson: boolean } & ControlOptions
>;

/** The text of `queueside pool --help`. */
export function describePool(): string {
  return formatHelp({
    purpose: l10n.t(
      'Runs a worker pool of a running broker: starts and ends its processes as the broker decides.',
    ),
    forms: [
      [
        'queueside pool run NAME [options]',
        l10n.t('runs the pool until Ctrl+C; a second Ctrl+C kills its processes'),
      ],
      ['queueside pool [list] [options]', l10n.t('lists the pools')],
      ['queueside pool desired NAME N [options]', l10n.t('sets the desired number of processes')],
      [
        'queueside pool stop NAME [options]',
        l10n.t('ends the processes of the pool, and the command that runs it'),
      ],
    ],
    options: [
      [
        '--config FILE',
        l10n.t(
          'run: applies this file first; without it, {0} in this folder, if the broker does not have the pool',
          DEFAULT_CONFIG,
        ),
      ],
      [
        '--user NAME',
        l10n.t('run: the user of the credential file that the processes act as (the first user)'),
      ],
      ['--json', l10n.t('list, desired, stop: one line of JSON')],
      ...describeControlOptions(),
      ['--language TAG', describeLanguage()],
    ],
    notes: [
      l10n.t(
        'Exit codes: 0 the pool was stopped; 1 the broker does not run, or rejected the call; 2 the options or the file are invalid; 3 the processes of the pool crashed too often; 130 its processes were killed by Ctrl+C.',
      ),
    ],
  });
}

const OPTIONS = {
  ...CONTROL_OPTIONS,
  config: { type: 'string' },
  user: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Reads what follows `pool` on the command line. */
export function readPoolCommand(argv: readonly string[], token: string | undefined): PoolCommand {
  return readCommandLine(argv, { options: OPTIONS, takesWords: true }, ({ texts, flags, words }) => {
    const request = readRequest(words, texts['config'], texts['user']);
    const isRun = request.do === 'run';
    const misplaced = isRun
      ? ['json'].filter((name) => flags.has(name))
      : RUN_OPTIONS.filter((name) => name in texts);
    if (misplaced[0] !== undefined)
      throw new OptionError(l10n.t('{0} has no option --{1}', request.do, misplaced[0]));
    return { request, isJson: flags.has('json'), ...readControlOptions(texts, token) };
  });
}

const RUN_OPTIONS = ['config', 'user'] as const;

function readRequest(
  [verb = 'list', ...rest]: readonly string[],
  config: string | undefined,
  user: string | undefined,
): PoolRequest {
  const [name, number] = rest;
  if (verb === 'list' && rest.length === 0) return { do: 'list' };
  if (verb === 'run' && name !== undefined && rest.length === 1) return { do: 'run', name, config, user };
  if (verb === 'stop' && name !== undefined && rest.length === 1) return { do: 'stop', name };
  if (verb === 'desired' && name !== undefined && number !== undefined && rest.length === 2) {
    return { do: 'desired', name, desired: readDesired(number) };
  }
  throw new OptionError(l10n.t('use run NAME, list, desired NAME N or stop NAME'));
}

function readDesired(text: string): number {
  const desired = Number(text);
  if (/^\d+$/.test(text) && desired <= MAXIMUM_PROCESSES) return desired;
  throw new OptionError(l10n.t('{0} is not a number from 0 to {1}', text, MAXIMUM_PROCESSES));
}
