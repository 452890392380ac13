import type { BrokerSession } from '../broker/session.ts';
import { resetAccounting } from '../../broker/protocol/accounting.ts';

/** Begins to count calls anew, as a month does. */
export async function resetAccountingCommand({
  session,
}: {
  readonly session: BrokerSession;
}): Promise<void> {
  await session.request(resetAccounting, {});
}
