import { resetAccounting } from '../../broker/protocol/accounting.ts';
import type { Services } from '../services.ts';

/** Begins to count calls anew, as a month does. */
export async function resetAccountingCommand({ session }: Services): Promise<void> {
  await session.request(resetAccounting, {});
}
