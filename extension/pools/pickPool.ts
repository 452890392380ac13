import { l10n } from 'vscode';
import type { PoolInfo } from '../../broker/protocol/pools.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { pick } from '../ground/pick.ts';
import { PoolNode } from './poolNode.ts';
import type { PlacedProcess, PoolStore } from './poolStore.ts';
import { describePool, describeProcess } from './poolText.ts';
import { ProcessNode } from './processNode.ts';

export interface PickPoolNeeds {
  readonly store: PoolStore;
  /** Epoch ms on the broker's clock. */
  readonly readNow: () => number;
}

/** Which pools a command is about, and what is said when there are none. */
export interface PoolQuestion {
  readonly title: string;
  readonly accepts: (pool: PoolInfo) => boolean;
  /** Said when there are pools, and none is accepted. */
  readonly none: string;
}

/** The pool that a command is about: its row or its name, or the user's choice. @returns undefined when the user chose none */
export async function pickPool(
  { store }: PickPoolNeeds,
  target: unknown,
  { title, accepts, none }: PoolQuestion,
): Promise<PoolInfo | undefined> {
  // The row may be older than the pool is now.
  if (target instanceof PoolNode) return store.find(target.pool.definition.name);
  await store.refresh();
  if (typeof target === 'string') return store.find(target);
  const pools = store.pools.filter(accepts);
  const choices = pools.map((pool) => ({
    label: pool.definition.name,
    description: pool.definition.queue,
    detail: describePool(pool),
    value: pool,
  }));
  return pick(choices, {
    title,
    placeHolder: l10n.t('Pool'),
    matchOnDescription: true,
    none:
      store.pools.length === 0
        ? {
            text: l10n.t('There are no pools. Declare one in queueside.json.'),
            remedy: { title: l10n.t('Declare Pool…'), command: COMMANDS.declarePool },
          }
        : { text: none },
  });
}

/** Which processes a command is about. */
export interface ProcessQuestion {
  readonly title: string;
  readonly accepts: (placed: PlacedProcess) => boolean;
}

/** The process that a command is about: its row or its name, such as `image-workers #3`, or the user's choice. */
export async function pickProcess(
  { store, readNow }: PickPoolNeeds,
  target: unknown,
  { title, accepts }: ProcessQuestion,
): Promise<PlacedProcess | undefined> {
  if (target instanceof ProcessNode) {
    return store.findProcess(target.parent.pool.definition.name, target.process.number);
  }
  await store.refresh();
  const all = store.pools.flatMap((pool) =>
    pool.processes.map((process): PlacedProcess => ({ pool, process })),
  );
  if (typeof target === 'string') return all.findLast(({ process }) => process.name === target);
  const choices = all.filter(accepts).map((value) => ({
    label: value.process.name,
    description: describeProcess(value.process, readNow()),
    value,
  }));
  return pick(choices, {
    title,
    placeHolder: l10n.t('Process'),
    none: { text: l10n.t('No pool has such a process.') },
  });
}
