import * as l10n from '@vscode/l10n';
import { parseDuration, writeSeconds } from '../../broker/protocol/duration.ts';
import { formatCount } from './byteFormat.ts';

/** Seconds as people say them, exactly: `4 days`, `1 minute 30 seconds`: in fields, lists to choose from, and sentences. */
export function formatSeconds(seconds: number): string {
  return writeSeconds(seconds, formatCount);
}

/** @returns whole seconds; undefined if the text is no such duration */
export function parseSeconds(text: string): number | undefined {
  const ms = parseDuration(text);
  return ms === undefined || ms % 1_000 !== 0 ? undefined : ms / 1_000;
}

/** Durations as people think of them, the longest first. */
const EXAMPLES_SECONDS = [345_600, 3_600, 120, 10];

/** What is wrong with a duration that was typed, with one that would be right; undefined if it is in the range of seconds. */
export function findSecondsProblem(
  typed: string,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
): string | undefined {
  const seconds = parseSeconds(typed);
  if (seconds !== undefined && seconds >= minimum && seconds <= maximum) return undefined;
  const example = EXAMPLES_SECONDS.find((each) => each <= maximum / 2) ?? maximum;
  return l10n.t(
    'Enter a duration from {0} to {1}, such as {2}.',
    formatSeconds(minimum),
    formatSeconds(maximum),
    formatSeconds(example),
  );
}
