import * as l10n from '@vscode/l10n';
import type { MappingDraft } from './mappings.ts';
import { type MapEntry, mapNode, member, type TemplateNode, textNode } from './node.ts';
import { decideExistence, type QueueDraft } from './queues.ts';
import type { Bound } from './resolved.ts';
import { mergeGlobals } from './samGlobals.ts';
import type { Resource, Scope } from './scope.ts';
import type { Place } from './source.ts';
import { readBoolean } from './texts.ts';

/** An event of a function, or of a state machine. */
interface SamEvent {
  /** The logical ID that SAM gives what it makes of the event. */
  readonly logicalId: string;
  readonly type: string;
  readonly key: Place;
  readonly properties: TemplateNode | undefined;
}

/** Events whose messages that fail can go to a queue that SAM makes. */
const RULES: ReadonlySet<string> = new Set(['Schedule', 'ScheduleV2', 'CloudWatchEvent', 'EventBridgeRule']);
const OWNERS: ReadonlySet<string> = new Set(['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']);

function eventsOf(owner: Resource): readonly SamEvent[] {
  const events = member(owner.properties, 'Events');
  if (events?.kind !== 'map') return [];
  return [...events.entries].flatMap(([name, { key, value }]) => {
    const type = member(value, 'Type');
    if (type?.kind !== 'scalar') return [];
    const logicalId = owner.logicalId + name;
    return [{ logicalId, type: type.text, key, properties: member(value, 'Properties') }];
  });
}

/** Whether a subscription to a topic goes through a queue that SAM makes. */
function makesQueue(event: SamEvent, scope: Scope): boolean {
  const subscription = member(event.properties, 'SqsSubscription');
  if (event.type !== 'SNS' || subscription === undefined || subscription.kind === 'map') return false;
  const value = readBoolean({ node: subscription, scope });
  return value?.isKnown === true && value.value;
}

/** The queues that SAM makes although no resource declares them; functions of the template can refer to them from then on. */
export function draftImplicitQueues(scope: Scope): readonly QueueDraft[] {
  const drafts: QueueDraft[] = [];
  for (const declared of scope.resources.values()) {
    if (!OWNERS.has(declared.type)) continue;
    const existence = decideExistence(declared, scope);
    if (existence === 'absent') continue;
    const owner = declared.type === 'AWS::Serverless::Function' ? mergeGlobals(declared, scope) : declared;
    for (const { logicalId, at, reason } of findImplicitQueues(owner, scope)) {
      scope.addTarget(logicalId, 'queue');
      drafts.push({
        id: scope.prefix + logicalId,
        logicalId,
        given: undefined,
        at,
        scope,
        resource: undefined,
        implicit: reason,
        isFifo: false,
        isConditional: existence === 'conditional',
      });
    }
  }
  return drafts;
}

interface ImplicitQueue {
  readonly logicalId: string;
  readonly at: Place;
  readonly reason: string;
}

function findImplicitQueues(owner: Resource, scope: Scope): readonly ImplicitQueue[] {
  const found: ImplicitQueue[] = [];
  for (const event of eventsOf(owner)) {
    if (makesQueue(event, scope)) {
      const reason = l10n.t('SAM makes it for the subscription to a topic.');
      found.push({ logicalId: `${event.logicalId}Queue`, at: event.key, reason });
    }
    const config = RULES.has(event.type) ? member(event.properties, 'DeadLetterConfig') : undefined;
    if (isOwnQueue(config, 'Arn')) {
      const own = member(config, 'QueueLogicalId');
      const logicalId = own?.kind === 'scalar' ? own.text : `${event.logicalId}Queue`;
      found.push({ logicalId, at: event.key, reason: l10n.t('SAM makes it for events that fail.') });
    }
  }
  const destinations = member(member(owner.properties, 'EventInvokeConfig'), 'DestinationConfig');
  for (const outcome of ['OnSuccess', 'OnFailure']) {
    const destination = member(destinations, outcome);
    if (destination === undefined || !isOwnQueue(destination, 'Destination')) continue;
    const logicalId = `${owner.logicalId}EventInvokeConfig${outcome}Queue`;
    const reason = l10n.t('SAM makes it for the results of asynchronous invocations.');
    found.push({ logicalId, at: destination, reason });
  }
  return found;
}

/** Whether a queue is asked for, and none is named. */
function isOwnQueue(config: TemplateNode | undefined, named: string): boolean {
  const type = member(config, 'Type');
  return type?.kind === 'scalar' && type.text === 'SQS' && member(config, named) === undefined;
}

/** The mappings that the events of a function of SAM are. */
export function draftEvents(declared: Resource, scope: Scope): readonly MappingDraft[] {
  if (declared.type !== 'AWS::Serverless::Function') return [];
  const existence = decideExistence(declared, scope);
  if (existence === 'absent') return [];
  const owner = mergeGlobals(declared, scope);
  return eventsOf(owner).flatMap((event) => {
    const { logicalId, key } = event;
    const own = {
      id: scope.prefix + logicalId,
      logicalId,
      constructPath: undefined,
      at: key,
      functionId: scope.prefix + owner.logicalId,
      isConditional: existence === 'conditional',
    };
    const from = (node: TemplateNode | undefined, name: string): Bound | undefined => {
      const value = member(node, name);
      return value && { node: value, scope };
    };
    if (event.type === 'SQS') {
      const property = (name: string): Bound | undefined => from(event.properties, name);
      return [{ ...own, property, queue: property('Queue') }];
    }
    const subscription = member(event.properties, 'SqsSubscription');
    const property = (name: string): Bound | undefined => from(subscription, name);
    if (makesQueue(event, scope)) {
      return [{ ...own, property, queue: { node: arnOf(key, `${logicalId}Queue`), scope } }];
    }
    return event.type === 'SNS' && subscription?.kind === 'map'
      ? [{ ...own, property, queue: property('QueueArn') }]
      : [];
  });
}

/** `{ Fn::GetAtt: <logical ID>.Arn }`. */
function arnOf(key: Place, logicalId: string): TemplateNode {
  const entry: MapEntry = { key, value: textNode(key, `${logicalId}.Arn`) };
  return mapNode(key, new Map([['Fn::GetAtt', entry]]));
}
