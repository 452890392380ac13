import { readFileSync } from 'node:fs';
import type { ManualClock } from '../../../broker/engine/base/clock.ts';
import { advanceClock, getClock, resetClock } from '../../../broker/protocol/clock.ts';
import { openClient } from '../../support/controlClient.ts';

/** The clock of a broker under test, which stands still or goes on by itself. */
export interface TestClock {
  /** Epoch ms. */
  now(): Promise<number>;
  advance(ms: number): Promise<void>;
  /** Goes where `ms` are not over yet, by as little as this clock allows. */
  approach(ms: number): Promise<void>;
  /** Goes on from there to where they are over. */
  arrive(): Promise<void>;
  /** Back to real time, where there is such a thing. */
  close(): Promise<void>;
}

/** The clock of a broker in this process. */
export function driveManualClock(clock: ManualClock): TestClock {
  return makeClock(1, {
    now: () => Promise.resolve(clock.now()),
    advance: (ms) => Promise.resolve(clock.advance(ms)),
    close: () => Promise.resolve(),
  });
}

/** What an external broker may need for the calls between an approach and the end of the time, ms. */
const EXTERNAL_EDGE_MS = 2000;

/** The clock of a broker that runs elsewhere, by its control channel. */
export async function driveExternalClock(endpoint: string, tokenFile: string): Promise<TestClock> {
  const control = `${endpoint.replace(/^http/, 'ws').replace(/\/$/, '')}/control`;
  const client = await openClient(control, readFileSync(tokenFile, 'utf8').trim());
  return makeClock(EXTERNAL_EDGE_MS, {
    now: async () => (await client.request(getClock, {})).now,
    advance: async (byMs) => {
      await client.request(advanceClock, { byMs });
    },
    close: async () => {
      await client.request(resetClock, {});
      await client.close();
    },
  });
}

function makeClock(edgeMs: number, clock: Pick<TestClock, 'now' | 'advance' | 'close'>): TestClock {
  return {
    ...clock,
    approach: (ms) => clock.advance(ms - edgeMs),
    arrive: () => clock.advance(edgeMs),
  };
}
