import { succeed } from '../../engine/result.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handlers.ts';

export function createAccountingHandlers({
  ledger,
}: ControlServices): HandlersOf<'readAccounting' | 'resetAccounting'> {
  return {
    readAccounting: () => succeed(ledger.read()),
    resetAccounting: () => {
      ledger.reset();
      return succeed(null);
    },
  };
}
