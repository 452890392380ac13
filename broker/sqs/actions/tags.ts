import type { TAG_ACTIONS } from '../../api/tags.ts';
import { tagQueue, untagQueue } from '../../engine/operations/tags.ts';
import { succeed } from '../../engine/base/result.ts';
import type { HandlersOf } from './action.ts';

export const tagHandlers: HandlersOf<typeof TAG_ACTIONS> = {
  TagQueue: (call, input, queue) => tagQueue(call.engine, queue, input.Tags, call.caller),

  UntagQueue: (call, input, queue) => untagQueue(call.engine, queue, input.TagKeys, call.caller),

  ListQueueTags: (_call, _input, { tags }) =>
    succeed(tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) }),
};
