import type { ActionDeclarations } from './declaration.ts';
import { list, string, structure } from './shapes.ts';

export const PERMISSION_ACTIONS = {
  AddPermission: {
    input: structure({
      QueueUrl: string,
      Label: string,
      AWSAccountIds: list('AWSAccountId', string),
      Actions: list('ActionName', string),
    }),
    access: 'ownerOnly',
    effect: 'change',
  },
  RemovePermission: {
    input: structure({ QueueUrl: string, Label: string }),
    access: 'ownerOnly',
    effect: 'change',
  },
} satisfies ActionDeclarations;
