import { ACTION_DECLARATIONS, ACTION_NAMES } from '../../broker/api/actions.ts';

/** The list of `sqs:…` in the schema of the credentials file. */
const ACTIONS = /("enum": \[\s*"sqs:\*")[^\]]*(\s*\])/;

/** Writes the actions that policies can name into the schema of the credentials file; a batch goes by its single action. */
export function putPolicyActions(schema: string): string {
  const names = ACTION_NAMES.filter((name) => ACTION_DECLARATIONS[name].batchOf === undefined).toSorted();
  if (!ACTIONS.test(schema)) throw new Error('The place of the actions was not found.');
  const lines = names.map((name) => `,\n            "sqs:${name}"`).join('');
  return schema.replace(ACTIONS, (_all, begin: string, end: string) => begin + lines + end);
}
