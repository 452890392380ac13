import { succeed } from '../../engine/base/result.ts';
import type { FaultableQueues } from '../../faults/registry.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { withQueue } from './queue.ts';

export function createFaultHandlers(
  services: Pick<ControlServices, 'faults'> & { readonly engine: FaultableQueues },
): HandlersOf<'listFaults' | 'setFaults' | 'clearFaults'> {
  const { faults } = services;
  const list = () => succeed({ plans: faults.list() });
  return {
    listFaults: list,
    setFaults: (params) =>
      withQueue(services, params.queueArn, () => {
        const set = faults.set(params);
        return set.ok ? list() : set;
      }),
    clearFaults: ({ queueArn }) => {
      faults.clear(queueArn);
      return list();
    },
  };
}
