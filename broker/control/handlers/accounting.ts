import { succeed } from '../../engine/base/result.ts';
import { accountingChanged } from '../../protocol/accounting.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createAccountingHandlers({
  ledger,
  broadcast,
}: ControlServices): HandlersOf<'readAccounting' | 'resetAccounting'> {
  return {
    readAccounting: ({ prices }) => succeed(ledger.read(prices)),
    resetAccounting: () => {
      ledger.reset();
      broadcast(accountingChanged, ledger.totals);
      return succeed(null);
    },
  };
}
