import { type Failure, fail } from '../engine/base/result.ts';

/** How far the clocks of a client and of the service may be apart; the service's own error text shows it. */
const MAX_SKEW_MS = 15 * 60_000;
const BASIC_DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** Epoch ms of `yyyymmddThhmmssZ`; undefined when it is no such date. */
export function parseBasicDate(text: string): number | undefined {
  if (!BASIC_DATE.test(text)) return undefined;
  const time = Date.parse(text.replace(BASIC_DATE, '$1-$2-$3T$4:$5:$6Z'));
  // Date.parse turns 30 February into March in some engines: what does not come back the same was no date.
  return Number.isNaN(time) || formatBasicDate(time) !== text ? undefined : time;
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
