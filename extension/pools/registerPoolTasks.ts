import { type Disposable, tasks } from 'vscode';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { PoolDesk } from './poolDesk.ts';

/** Registers tasks that run a pool: `"type": "queueside", "pool": "image-workers"`. */
export function registerPoolTasks(session: BrokerClient, loadPools: () => PoolDesk): Disposable {
  return tasks.registerTaskProvider('queueside', {
    // A list of tasks is no reason to start a broker.
    provideTasks: () => (session.state.kind === 'running' ? loadPools().tasks.list() : []),
    resolveTask: (task) => loadPools().tasks.resolve(task),
  });
}
