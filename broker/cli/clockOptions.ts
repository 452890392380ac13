import * as l10n from '@vscode/l10n';
import { describeLanguage } from '../commandLine/commonOptions.ts';
import { formatHelp } from '../commandLine/formatHelp.ts';
import { readCommandLine, type Reading } from '../commandLine/readCommandLine.ts';
import { OptionError } from '../commandLine/readOptions.ts';
import { parseDuration } from '../protocol/duration.ts';
import {
  CONTROL_OPTIONS,
  type ControlOptions,
  describeControlOptions,
  readControlOptions,
} from './controlOptions.ts';

/** The options of `queueside clock`. */
export type ClockRequest =
  | { readonly do: 'show' }
  | { readonly do: 'advance'; readonly byMs: number }
  | { readonly do: 'next' }
  | { readonly do: 'undo' }
  | { readonly do: 'reset' };

export type ClockCommand = Reading<
  {
    readonly request: ClockRequest;
    /** Advance without asking, even if messages expire. */
    readonly isAgreed: boolean;
  } & ControlOptions
>;

/** The text of `queueside clock --help`. */
export function describeClock(): string {
  return formatHelp({
    purpose: l10n.t('Shows and advances the clock of a running broker, so that hours pass in a moment.'),
    forms: [
      ['queueside clock [show] [options]', l10n.t("shows the broker's time and the next event")],
      [
        'queueside clock advance DURATION [options]',
        l10n.t('advances by a duration, such as 90s, 2h30m or 3d'),
      ],
      ['queueside clock next [options]', l10n.t('advances to the next event')],
      [
        'queueside clock undo [options]',
        l10n.t('undoes the last advance that expired messages; possible for five minutes'),
      ],
      ['queueside clock reset [options]', l10n.t('returns to real time')],
    ],
    options: [
      [
        '--yes',
        l10n.t(
          'advances without asking if messages will expire; required if the command runs without a terminal',
        ),
      ],
      ...describeControlOptions(),
      ['--language TAG', describeLanguage()],
    ],
    notes: [l10n.t('Prints one line of JSON.')],
  });
}

const OPTIONS = {
  ...CONTROL_OPTIONS,
  yes: { type: 'boolean', short: 'y' },
} as const;

/** Reads what follows `clock` on the command line. */
export function readClockCommand(argv: readonly string[], token: string | undefined): ClockCommand {
  return readCommandLine(argv, { options: OPTIONS, takesWords: true }, ({ texts, flags, words }) => ({
    request: readRequest(words),
    isAgreed: flags.has('yes'),
    ...readControlOptions(texts, token),
  }));
}

function readRequest([verb = 'show', ...rest]: readonly string[]): ClockRequest {
  if (verb === 'advance' && rest.length === 1) {
    const byMs = parseDuration(rest[0] as string);
    if (byMs === undefined || byMs < 1)
      throw new OptionError(l10n.t('{0} is not a duration; use 90s, 2h30m or 3d', rest[0] as string));
    return { do: 'advance', byMs };
  }
  const isBare = verb === 'show' || verb === 'next' || verb === 'undo' || verb === 'reset';
  if (rest.length === 0 && isBare) return { do: verb };
  throw new OptionError(l10n.t('use show, advance DURATION, next, undo or reset'));
}
