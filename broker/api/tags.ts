import type { ActionDeclarations } from './declaration.ts';
import { keyedMap, list, string, structure } from './shapes.ts';

export const TAG_ACTIONS = {
  TagQueue: {
    input: structure({ QueueUrl: string, Tags: keyedMap('Tag', string) }),
    access: 'ownerOnly',
    effect: 'change',
  },
  UntagQueue: {
    input: structure({ QueueUrl: string, TagKeys: list('TagKey', string) }),
    access: 'ownerOnly',
    effect: 'change',
  },
  ListQueueTags: {
    input: structure({ QueueUrl: string }),
    output: structure({ Tags: keyedMap('Tag', string) }),
    access: 'ownerOnly',
    effect: 'read',
  },
} satisfies ActionDeclarations;
