import type { ReferenceText, Value } from './model.ts';
import { decideExistence, propertiesOf } from './queues.ts';
import { isList, listItems, readJsonText, readText } from './texts.ts';
import type { World } from './world.ts';

const TYPES: ReadonlySet<string> = new Set(['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy']);

/** The policies that resources of their own give to queues, by the ids of the queues. */
export function readQueuePolicies(world: World): ReadonlyMap<string, readonly Value<ReferenceText>[]> {
  const policies = new Map<string, Value<ReferenceText>[]>();
  for (const scope of world.scopes) {
    for (const resource of scope.resources.values()) {
      if (!TYPES.has(resource.type) || decideExistence(resource, scope) === 'absent') continue;
      const property = propertiesOf(resource, scope);
      const policy = readJsonText(property('PolicyDocument'), 'quoted');
      const queues = listItems(property('Queues') ?? property('Queue'));
      if (policy === undefined || !isList(queues)) continue;
      for (const item of queues) {
        const url = readText(item);
        const [first] = url?.isKnown === true ? url.value : [];
        if (typeof first !== 'object' || first.kind !== 'queue') continue;
        policies.set(first.id, [...(policies.get(first.id) ?? []), policy]);
      }
    }
  }
  return policies;
}
