import { succeed } from '../../engine/base/result.ts';
import { billingChanged } from '../../protocol/billing.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createBillingHandlers({
  ledger,
  broadcast,
}: ControlServices): HandlersOf<'readBilling' | 'resetBilling'> {
  return {
    readBilling: ({ prices }) => succeed(ledger.read(prices)),
    resetBilling: () => {
      ledger.reset();
      broadcast(billingChanged, ledger.totals);
      return succeed(null);
    },
  };
}
