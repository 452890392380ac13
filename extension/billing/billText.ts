import * as l10n from '@vscode/l10n';
import type { BillingReport, FunctionBill } from '../../broker/protocol/billing.ts';
import { readLanguage } from '../ground/language.ts';
import { formatCount } from '../ground/text.ts';

/** Whole cents from one cent on; below that, two significant digits, such as `$0.0000004`. */
export function formatUsd(usd: number): string {
  const digits: Intl.NumberFormatOptions =
    usd === 0 || usd >= 0.01
      ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
      : { maximumSignificantDigits: 2 };
  return new Intl.NumberFormat(readLanguage(), { style: 'currency', currency: 'USD', ...digits }).format(usd);
}

/** Such as `$0.0000056 · 12 calls · 14 requests`: a narrow side bar cuts the end off. */
export function describeBill({
  calls,
  billedRequests,
  costUsd,
}: {
  calls: number;
  billedRequests: number;
  costUsd: number;
}): string {
  return [
    formatUsd(costUsd),
    calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', calls),
    billedRequests === 1 ? l10n.t('1 request') : l10n.t('{0} requests', billedRequests),
  ].join(' · ');
}

/** Sentences: what the calls since the reset are, and what they would cost; the same of functions, if one was invoked. */
export function explainBill({ calls, billedRequests, estimate, functions }: BillingReport): string[] {
  const { costUsd, payableUsd, pricesAsOf, region } = estimate;
  const counted = l10n.t(
    'API calls since the last reset: {0} (billed requests: {1}).',
    formatCount(calls),
    formatCount(billedRequests),
  );
  const price =
    payableUsd === 0
      ? l10n.t(
          'Free on AWS within the first million requests a month; otherwise {0} (prices of {1}, {2}).',
          formatUsd(costUsd),
          region,
          pricesAsOf,
        )
      : l10n.t(
          'On AWS {0} after the free million requests a month (prices of {1}, {2}).',
          formatUsd(payableUsd),
          region,
          pricesAsOf,
        );
  return [counted, price, ...(functions === undefined ? [] : [explainFunctions(functions)])];
}

function explainFunctions({
  requests,
  gbSeconds,
  costUsd,
  payableUsd,
  region,
  pricesAsOf,
}: FunctionBill): string {
  const invocations = formatCount(requests);
  const seconds = new Intl.NumberFormat(readLanguage(), { maximumSignificantDigits: 3 }).format(gbSeconds);
  return payableUsd === 0
    ? l10n.t(
        'Invocations of functions: {0} ({1} GB-seconds). Free on AWS within the free tier; otherwise {2} (prices of {3}, {4}).',
        invocations,
        seconds,
        formatUsd(costUsd),
        region,
        pricesAsOf,
      )
    : l10n.t(
        'Invocations of functions: {0} ({1} GB-seconds). On AWS {2} after the free tier (prices of {3}, {4}).',
        invocations,
        seconds,
        formatUsd(payableUsd),
        region,
        pricesAsOf,
      );
}
