import type { BrokerSession } from '../broker/session.ts';
import { clearFindings } from '../../broker/protocol/findings.ts';

/** Forgets all findings, and what was dismissed. */
export async function clearFindingsCommand({ session }: { readonly session: BrokerSession }): Promise<void> {
  await session.request(clearFindings, {});
}
