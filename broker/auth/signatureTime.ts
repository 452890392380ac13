import { type Failure, fail } from '../engine/base/result.ts';

/** How far the clocks of a client and of the service may be apart; the service's own error text shows it. */
const MAX_SKEW_MS = 15 * 60_000;
const BASIC_DATE = /^\d{8}T\d{6}Z$/;

/** Epoch ms of `yyyymmddThhmmssZ`; undefined when it is no such date. */
export function parseBasicDate(text: string): number | undefined {
  if (!BASIC_DATE.test(text)) return undefined;
  const [year, month, day] = [readDigits(text, 0, 4), readDigits(text, 4, 2), readDigits(text, 6, 2)];
  const [hour, minute, second] = [readDigits(text, 9, 2), readDigits(text, 11, 2), readDigits(text, 13, 2)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // 30 February became a day of March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second);
}

function readDigits(text: string, start: number, count: number): number {
  return Number(text.slice(start, start + count));
}

/** @param time epoch ms */
export function formatBasicDate(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/**
 * Refuses a signature that is too old or not yet valid (contract §3.3 for the texts).
 * @param expiresSeconds life of a presigned request; without it the allowed skew counts both ways
 * @param now epoch ms
 */
export function refuseSignatureTime(
  date: string,
  expiresSeconds: number | undefined,
  now: number,
): Failure | undefined {
  const signedAt = parseBasicDate(date);
  if (signedAt === undefined) {
    return fail(
      'IncompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${date.slice(0, 32)}'.`,
    );
  }
  const lifeMs = expiresSeconds === undefined ? MAX_SKEW_MS : expiresSeconds * 1000;
  const life = expiresSeconds === undefined ? '15 min.' : `${expiresSeconds} sec.`;
  // The signature has whole seconds; so has the comparison, or a call would expire within its last second.
  const nowSeconds = Math.floor(now / 1000) * 1000;
  if (signedAt < nowSeconds - lifeMs) {
    return fail(
      'SignatureDoesNotMatch',
      `Signature expired: ${date} is now earlier than ${formatBasicDate(nowSeconds - lifeMs)} (${formatBasicDate(nowSeconds)} - ${life})`,
    );
  }
  if (signedAt > nowSeconds + MAX_SKEW_MS) {
    return fail(
      'SignatureDoesNotMatch',
      `Signature not yet current: ${date} is still later than ${formatBasicDate(nowSeconds + MAX_SKEW_MS)} (${formatBasicDate(nowSeconds)} + 15 min.)`,
    );
  }
  return undefined;
}
