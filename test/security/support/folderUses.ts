import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { openJournal } from '../../../broker/storage/openJournal.ts';
import { ensureServerCertificate } from '../../../broker/tls/localCertificates.ts';
import { testPorts } from '../../support/engineHarness.ts';

export const IS_ROOT = process.getuid?.() === 0;
/** Some user who is neither this one nor root. */
export const STRANGER = 12_345;
export const MASTER_KEY = new MasterKey(Buffer.alloc(32, 7));

/** Uses a folder, and gives what is said of it; undefined when it is taken. */
export type Use = (folder: string) => Promise<string | undefined>;

export async function useAsData(folder: string): Promise<string | undefined> {
  const journal = await openJournal({
    folder,
    durability: 'process',
    bodyBudgetBytes: 0,
    masterKey: MASTER_KEY,
  });
  if (!journal.ok) return journal.message;
  const restored = journal.restore(
    createEngine(
      { ...testPorts(new ManualClock()), contents: journal.contents },
      { identityKey: journal.identityKey, limits: LIMITS.relaxed },
    ),
  );
  journal.close();
  return restored.ok ? undefined : restored.message;
}

export async function useForCertificates(folder: string): Promise<string | undefined> {
  const result = await ensureServerCertificate(folder, Date.now());
  return result.ok ? undefined : result.message;
}
