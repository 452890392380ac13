import assert from 'node:assert/strict';
import { extensions } from 'vscode';
import type { QueuesideApi } from '../../../../extension/api.ts';

/** @returns what the extension offers to others, once it is active. */
export function activateExtension(): Thenable<QueuesideApi> {
  const extension = extensions.getExtension<QueuesideApi>('queueside.queueside');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}
