import { listTimeWords, parseDuration } from '../../broker/protocol/duration.ts';
import { formatCount } from './byteFormat.ts';
import { forCount } from './quantities.ts';

const WORDS = listTimeWords();

/** Seconds as people say them, exactly: `4 days`, `1 minute 30 seconds`. */
export function formatSeconds(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [length, one, other] of WORDS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(forCount(count, one, other(formatCount(count))));
  }
  return parts.join(' ') || (WORDS.at(-1)?.[2]('0') ?? '');
}

/** @returns whole seconds; undefined if the text is no such duration */
export function parseSeconds(text: string): number | undefined {
  const ms = parseDuration(text);
  return ms === undefined || ms % 1_000 !== 0 ? undefined : ms / 1_000;
}
