import type { Absence } from '../time/clockMark.ts';
import { countExpired } from '../engine/operations/expiring.ts';
import type { Engine } from '../engine/engine.ts';
import type { ExpiredMessages } from '../protocol/storage.ts';

const DAY_MS = 86_400_000;

/** Messages that expired before a start after a long absence; undefined if there are none. */
export function reportExpiry(engine: Engine, absence: Absence | undefined): ExpiredMessages | undefined {
  if (absence === undefined || absence.ms <= DAY_MS) return undefined;
  const messages = countExpired(engine);
  return messages === 0 ? undefined : { messages, absenceMs: absence.ms, by: absence.by };
}

export function describeExpiry({ messages, absenceMs, by }: ExpiredMessages): string {
  const days = (absenceMs / DAY_MS).toFixed(1);
  const why =
    by === 'boot'
      ? `no broker ran for ${days} days`
      : `the machine was restarted; according to its clock, no broker ran for ${days} days`;
  return `messages expired before this start: ${messages}; ${why}`;
}
