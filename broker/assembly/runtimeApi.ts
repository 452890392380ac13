import type { RuntimeEvents, RuntimeSeat } from '../runtimeApi/seat.ts';
import type { RuntimePorts } from '../runtimeApi/server.ts';

/** Opens the Runtime API of an environment, which is loaded with the first: most brokers never have one. */
export function createRuntimeApi(ports: RuntimePorts): (events: RuntimeEvents) => Promise<RuntimeSeat> {
  return async (events) => {
    const { openSeat } = await import('../runtimeApi/server.ts');
    return openSeat(ports, events);
  };
}
