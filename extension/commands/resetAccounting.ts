import { resetAccounting } from '../../broker/protocol/accounting.ts';
import type { Services } from '../services.ts';

/** Resets the counted calls, as at the start of a month. */
export async function resetAccountingCommand({ session }: Services): Promise<void> {
  await session.request(resetAccounting, {});
}
