import type { ActionDeclarations } from './declaration.ts';
import { integer, keyedMap, list, namedMap, string, structure } from './shapes.ts';

/** The range of `MaxResults`, and what one page has at most without it. */
export const PAGE_RANGE = { minimum: 1, maximum: 1000 } as const;

const pageMembers = { MaxResults: integer, NextToken: string };

export const QUEUE_ACTIONS = {
  CreateQueue: {
    input: structure({
      QueueName: string,
      Attributes: namedMap('Attribute', string),
      // The model's one lower-case member of an input.
      tags: keyedMap('Tag', string),
    }),
    output: structure({ QueueUrl: string }),
    access: 'ownerOnly',
    effect: 'change',
    isRefusedOnQueuePath: true,
  },
  DeleteQueue: {
    input: structure({ QueueUrl: string }),
    access: 'ownerOnly',
    effect: 'destroy',
  },
  GetQueueUrl: {
    input: structure({ QueueName: string, QueueOwnerAWSAccountId: string }),
    output: structure({ QueueUrl: string }),
    access: 'grantable',
    effect: 'read',
  },
  ListQueues: {
    input: structure({ QueueNamePrefix: string, ...pageMembers }),
    output: structure({ QueueUrls: list('QueueUrl', string), NextToken: string }),
    access: 'ownerOnly',
    effect: 'read',
    hasLargeAnswer: true,
    isRefusedOnQueuePath: true,
  },
  ListDeadLetterSourceQueues: {
    input: structure({ QueueUrl: string, ...pageMembers }),
    // The model's one lower-case member of an output, which it requires: an empty one is answered, too.
    output: structure({ queueUrls: list('QueueUrl', string), NextToken: string }),
    access: 'grantable',
    effect: 'read',
    hasLargeAnswer: true,
  },
  GetQueueAttributes: {
    input: structure({ QueueUrl: string, AttributeNames: list('AttributeName', string) }),
    output: structure({ Attributes: namedMap('Attribute', string) }),
    access: 'grantable',
    effect: 'read',
  },
  SetQueueAttributes: {
    input: structure({ QueueUrl: string, Attributes: namedMap('Attribute', string) }),
    access: 'ownerOnly',
    effect: 'change',
  },
  PurgeQueue: {
    input: structure({ QueueUrl: string }),
    access: 'grantable',
    effect: 'destroy',
  },
} satisfies ActionDeclarations;
