import { clearFindings } from '../../broker/protocol/findings.ts';
import type { Services } from '../services.ts';

/** Forgets all findings, and what was dismissed. */
export async function clearFindingsCommand({ session }: Services): Promise<void> {
  await session.request(clearFindings, {});
}
