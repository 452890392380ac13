import { findNodeAtLocation, parseTree } from 'jsonc-parser';

/** Where the name of an alarm is in the text of a definition file, without its quotes, in UTF-16 units; undefined: nowhere. */
export function findAlarm(
  text: string,
  name: string,
): { readonly offset: number; readonly length: number } | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const key = root && findNodeAtLocation(root, ['alarms', name])?.parent?.children?.[0];
  return key && { offset: key.offset + 1, length: key.length - 2 };
}
