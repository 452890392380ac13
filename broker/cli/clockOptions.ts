import { readFileSync } from 'node:fs';
import { parseDuration } from '../protocol/duration.ts';
import { OptionError, readCommandLine, type Reading } from './commandLine.ts';

/** The options of `queueside clock`. */
export type ClockRequest =
  | { readonly do: 'show' }
  | { readonly do: 'advance'; readonly byMs: number }
  | { readonly do: 'next' }
  | { readonly do: 'undo' }
  | { readonly do: 'reset' };

export type ClockCommand = Reading<{
  readonly request: ClockRequest;
  /** Advance without asking, even if messages expire. */
  readonly isAgreed: boolean;
  readonly control: string;
  readonly token: string;
}>;

export const CLOCK_HELP = `Shows and advances the clock of a running broker, so that hours pass in a moment.

queueside clock [show] [options]            shows the broker's time and the next event
queueside clock advance DURATION [options]  advances by a duration, such as 90s, 2h30m or 3d
queueside clock next [options]              advances to the next event
queueside clock undo [options]              undoes the last advance that expired messages, for five minutes
queueside clock reset [options]             returns to real time

  --yes              advances without asking if messages will expire; required if there is no terminal
  --control URL      the control channel, from the broker's ready line (ws://127.0.0.1:9324/control)
  --token-file FILE  the file that the broker wrote its token to; or set QUEUESIDE_TOKEN

Prints one line of JSON.
`;

const OPTIONS = {
  control: { type: 'string', default: 'ws://127.0.0.1:9324/control' },
  'token-file': { type: 'string' },
  yes: { type: 'boolean', short: 'y', default: false },
} as const;

/** Reads what follows `clock` on the command line. */
export function readClockCommand(argv: readonly string[], token: string | undefined): ClockCommand {
  return readCommandLine(argv, { options: OPTIONS, takesWords: true }, ({ values, positionals }) => ({
    request: readRequest(positionals),
    isAgreed: values.yes,
    control: readControl(values.control),
    token: readToken(values['token-file'], token),
  }));
}

function readRequest([verb = 'show', ...rest]: readonly string[]): ClockRequest {
  if (verb === 'advance' && rest.length === 1) {
    const byMs = parseDuration(rest[0] as string);
    if (byMs === undefined || byMs < 1)
      throw new OptionError(`${rest[0]} is not a duration; use 90s, 2h30m or 3d`);
    return { do: 'advance', byMs };
  }
  const isBare = verb === 'show' || verb === 'next' || verb === 'undo' || verb === 'reset';
  if (rest.length === 0 && isBare) return { do: verb };
  throw new OptionError('use show, advance DURATION, next, undo or reset');
}

function readControl(text: string): string {
  if (URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol)) return text;
  throw new OptionError(`--control must be a ws:// address, not ${text}`);
}

function readToken(file: string | undefined, token: string | undefined): string {
  if (file === undefined) {
    if (token !== undefined && token !== '') return token;
    throw new OptionError('the broker requires a token: use --token-file or set QUEUESIDE_TOKEN');
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new OptionError(`--token-file: ${(error as Error).message}`);
  }
}
