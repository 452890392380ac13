import type { Engine } from '../engine/engine.ts';
import type { Journal } from '../storage/journal.ts';
import type { RecoveryReport } from '../storage/starting/report.ts';
import type { Absence } from '../time/clockMark.ts';
import { DataRefusedError } from './dataRefused.ts';
import { describeExpiry, reportExpiry } from './expiryReport.ts';
import { describeLosses } from './recoveryLog.ts';

/**
 * Puts what is in a data folder into an engine, and logs what was lost and what has expired.
 * @param absence how long no broker ran for the folder
 * @returns undefined without a folder. Throws a DataRefusedError if the folder cannot be used.
 */
export function restoreEngine(
  journal: Journal | undefined,
  engine: Engine,
  absence: Absence | undefined,
  log: (line: string) => void,
): RecoveryReport | undefined {
  const restored = journal?.restore(engine);
  if (restored === undefined) return undefined;
  if (!restored.ok) throw new DataRefusedError(restored);
  for (const line of describeLosses(restored)) log(`storage: ${line}`);
  const expired = reportExpiry(engine, absence);
  if (expired === undefined) return restored;
  log(`storage: ${describeExpiry(expired)}`);
  return { ...restored, expired };
}
