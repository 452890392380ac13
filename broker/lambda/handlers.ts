import { CONSUMING_ACTIONS } from '../api/consuming.ts';
import { readPageToken, writePageToken } from '../calls/pageToken.ts';
import type { ValueOf } from '../calls/shapes/shape.ts';
import {
  findMappingId,
  type Mapping,
  mappingArnOf,
  type MappingPlace,
  settledState,
} from '../mappings/mapping.ts';
import type { ChangedMapping, MappingBook } from '../mappings/mappingBook.ts';
import { MAPPING_TEXTS, type MappingRefusal } from '../mappings/refusal.ts';
import { describeMapping } from './describeMapping.ts';
import { readSettings } from './mappingSettings.ts';
import type { OperationName, OPERATIONS } from './operations.ts';
import { type Outcome, refuse, succeed } from './refusal.ts';

/** Mappings in one answer, whatever a caller asks for. */
const PAGE_SIZE = 100;

/** What a handler works with. */
export interface ActionCall extends MappingPlace {
  readonly mappings: MappingBook;
  /** All members of the body, also those that have no shape. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Whether policies let the caller do this with a queue. */
  may(action: `sqs:${string}`, queueArn: string): boolean;
}

/** All operations that answer at once. */
type Handlers = {
  readonly [Name in Exclude<OperationName, 'Invoke'>]: (
    call: ActionCall,
    input: ValueOf<(typeof OPERATIONS)[Name]['input']>,
  ) => Outcome<object | undefined>;
};

/** Does not compile while an operation has no handler. */
export const HANDLERS: Handlers = {
  CreateEventSourceMapping: (call, { FunctionName, EventSourceArn, Tags = {}, ...settings }) => {
    const wanted = readSettings(settings, call.given);
    if (!wanted.ok) return wanted;
    const tags = new Map(Object.entries(Tags));
    return (
      refuseConsumer(call, EventSourceArn) ??
      answerChange(call.mappings.create(call, FunctionName, EventSourceArn, wanted.value, tags))
    );
  },

  UpdateEventSourceMapping: (call, { UUID, FunctionName, ...settings }) =>
    withMapping(call, UUID, (mapping) => {
      const wanted = readSettings(settings, call.given);
      if (!wanted.ok) return wanted;
      return (
        refuseConsumer(call, mapping.queueArn) ??
        answerChange(call.mappings.update(mapping, wanted.value, FunctionName))
      );
    }),

  GetEventSourceMapping: (call, { UUID }) =>
    withMapping(call, UUID, (mapping) => succeed(describeMapping(mapping, settledState(mapping)))),

  DeleteEventSourceMapping: (call, { UUID }) =>
    withMapping(call, UUID, (mapping) => answerChange({ ok: true, ...call.mappings.remove(mapping) })),

  ListEventSourceMappings: (call, { EventSourceArn, FunctionName, Marker, MaxItems = PAGE_SIZE }) => {
    const start = readPageToken(Marker);
    if (start === undefined) return refuse('InvalidParameterValueException', 'Invalid marker.');
    const all = call.mappings.list(call, { queueArn: EventSourceArn, functionName: FunctionName });
    const end = start + Math.min(MaxItems, PAGE_SIZE);
    const shown = all.slice(start, end).map((mapping) => describeMapping(mapping, settledState(mapping)));
    return succeed({
      EventSourceMappings: shown,
      ...(end < all.length && { NextMarker: writePageToken(end) }),
    });
  },

  ListTags: (call, { Resource }) =>
    withTagged(call, Resource, ({ tags }) => succeed({ Tags: Object.fromEntries(tags) })),

  TagResource: (call, { Resource, Tags }) =>
    withTagged(
      call,
      Resource,
      (mapping) => call.mappings.tag(mapping, new Map(Object.entries(Tags))) ?? succeed(undefined),
    ),

  UntagResource: (call, { Resource, TagKeys }) =>
    withTagged(call, Resource, (mapping) => {
      call.mappings.untag(mapping, TagKeys);
      return succeed(undefined);
    }),
};

/** As in the service, the account and the region of a call see no mappings of another one. */
function withMapping(
  call: ActionCall,
  id: string | undefined,
  use: (mapping: Mapping) => Outcome<object | undefined>,
): Outcome<object | undefined> {
  const mapping = id === undefined ? undefined : call.mappings.find(call, id);
  return mapping === undefined ? refuse('ResourceNotFoundException', MAPPING_TEXTS.noMapping) : use(mapping);
}

/** Policies were asked about the ARN as it was sent: one of another place is not that of the mapping, whatever its ID. */
function withTagged(
  call: ActionCall,
  arn: string,
  use: (mapping: Mapping) => Outcome<object | undefined>,
): Outcome<object | undefined> {
  const id = findMappingId(arn);
  const isOwn = id !== undefined && mappingArnOf(call, id) === arn;
  return withMapping(call, isOwn ? id : undefined, use);
}

/**
 * On AWS, the role of the function needs these permissions; here, the caller does.
 * Otherwise, whoever may create mappings could empty every queue into a function.
 */
function refuseConsumer(call: ActionCall, queueArn = ''): Outcome<object> | undefined {
  const missing = CONSUMING_ACTIONS.find((action) => queueArn !== '' && !call.may(`sqs:${action}`, queueArn));
  return missing === undefined
    ? undefined
    : refuse('InvalidParameterValueException', MAPPING_TEXTS.notPermitted(missing));
}

function answerChange(change: ({ readonly ok: true } & ChangedMapping) | MappingRefusal): Outcome<object> {
  return change.ok ? succeed(describeMapping(change.mapping, change.state)) : change;
}
