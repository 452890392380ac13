import { Engine, type EngineOptions } from '../engine.ts';
import type { EnginePorts } from '../base/ports.ts';
import { serveWaiters } from './receiveMessages.ts';

/** An engine without queues. */
export function createEngine(ports: EnginePorts, options: EngineOptions): Engine {
  return new Engine(ports, options, serveWaiters);
}
