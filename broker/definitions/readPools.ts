import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { checkPool } from '../pools/checkPool.ts';
import {
  MAXIMUM_POOLS,
  POOL_DEFINITION,
  POOL_NAME,
  type PoolDefinition,
} from '../protocol/poolDefinition.ts';
import type { JsonReader } from './jsonReader.ts';
import { findMember, readShape } from './readShape.ts';

/** What pools may name: a file must work on a broker without anything, so it must be in the file. */
export interface KnownNames {
  readonly queues: ReadonlySet<string>;
  readonly alarms: ReadonlySet<string>;
}

/** Reads the worker pools of a file. */
export function readPools(reader: JsonReader, node: Node, known: KnownNames): readonly PoolDefinition[] {
  const pools: PoolDefinition[] = [];
  let count = 0;
  reader.readEntries(node, 'pools', (name, value, key) => {
    count++;
    if (count > MAXIMUM_POOLS) {
      if (count === MAXIMUM_POOLS + 1) {
        reader.note(key, l10n.t('A file may have at most {0} pools.', MAXIMUM_POOLS));
      }
      return;
    }
    if (POOL_NAME.check(name) !== undefined) {
      reader.note(key, l10n.t('{0} must be {1}.', JSON.stringify(name), POOL_NAME.expected()));
      return;
    }
    const pool = readPool(reader, name, value, known);
    if (pool !== undefined) pools.push(pool);
  });
  return pools;
}

function readPool(
  reader: JsonReader,
  name: string,
  node: Node,
  { queues, alarms }: KnownNames,
): PoolDefinition | undefined {
  const pool = readShape(reader, node, l10n.t('A pool'), POOL_DEFINITION, { name });
  if (pool === undefined) return undefined;
  for (const { path, message } of checkPool(pool)) reader.note(findMember(node, [...path]), message);
  if (!queues.has(pool.queue)) {
    reader.note(
      findMember(node, ['queue']),
      l10n.t('This file has no queue {0}.', JSON.stringify(pool.queue)),
    );
  }
  for (const { path, alarm } of listPoolAlarms(pool)) {
    if (alarms.has(alarm)) continue;
    reader.note(findMember(node, [...path]), l10n.t('This file has no alarm {0}.', JSON.stringify(alarm)));
  }
  return pool;
}

/** The alarms that the policy of a pool follows, with the paths of their names. */
export function listPoolAlarms({
  policy,
}: PoolDefinition): readonly { readonly path: readonly string[]; readonly alarm: string }[] {
  if (policy?.type !== 'step' && policy?.type !== 'simple') return [];
  const own = { path: ['policy', 'alarm'], alarm: policy.alarm };
  const { scaleIn } = policy;
  return scaleIn === undefined
    ? [own]
    : [own, { path: ['policy', 'scaleIn', 'alarm'], alarm: scaleIn.alarm }];
}
