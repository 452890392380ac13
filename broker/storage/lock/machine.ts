import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the lock needs to know of the process and the machine that it runs on; tests bring others. */
export interface Machine {
  readonly pid: number;
  /** For people. */
  readonly host: string;
  /** The same for two processes only if one kernel runs both: then the end of one closes its socket for the other. */
  readonly kernel: string;
  /** ms on a clock that cannot be set. It may stop while the machine sleeps. */
  monotonicMs(): number;
  /** Epoch ms. Continues while the machine sleeps, and may be set. */
  wallMs(): number;
  wait(ms: number): Promise<void>;
}

const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/**
 * Linux gives each boot an id, which all containers of the kernel see. Elsewhere there are no containers with a kernel of
 * another machine, and the name with the network cards tells machines apart. A wrong "not the same" costs a few seconds.
 */
function nameKernel(): string {
  try {
    return `boot ${readFileSync(BOOT_ID, 'utf8').trim()}`;
  } catch {
    const cards = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ internal }) => !internal).map(({ mac }) => mac),
    );
    const names = [process.platform, hostname(), ...new Set(cards.sort())];
    return `machine ${createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 32)}`;
  }
}

export function describeMachine(): Machine {
  return {
    pid: process.pid,
    host: hostname(),
    kernel: nameKernel(),
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    wait: (ms) => sleep(ms),
  };
}
