import type { Engine } from '../engine/engine.ts';
import { createEngine } from '../engine/operations/createEngine.ts';
import { openMemory } from '../contents/openMemory.ts';
import { chooseLimits } from '../process/chooseLimits.ts';
import type { BrokerConfig } from '../process/config.ts';
import { makeIdentityKey } from '../storage/disk/identityKey.ts';
import type { BrokerParts } from './brokerParts.ts';
import { createEngineDependencies } from './engineDependencies.ts';

/**
 * The engine of a broker, still empty, and where it keeps contents without a journal.
 * @param onMemoryChange the memory for contents is full, or has room again
 */
export function openEngine(
  config: BrokerConfig,
  { clock, journal }: BrokerParts,
  onMemoryChange: () => void,
): { readonly engine: Engine; readonly memory: ReturnType<typeof openMemory> | undefined } {
  const readIdBytes = (): number => engine.remembered.bytes;
  const memory =
    journal === undefined ? openMemory(config.maxMemory, readIdBytes, onMemoryChange) : undefined;
  const engine: Engine = createEngine(
    createEngineDependencies(clock, journal?.contents ?? memory?.contents, memory),
    {
      limits: chooseLimits(config),
      identityKey: journal?.identityKey ?? makeIdentityKey(),
      attemptBytes: memory?.attemptBytes,
    },
  );
  return { engine, memory };
}
