import { l10n } from 'vscode';
import type { WantedField } from '../../../webview/queueEditorProtocol.ts';
import { refOf } from '../../connections/connection.ts';
import { copyText } from '../../ground/copyText.ts';
import { pickQueue, type PickQueueNeeds, SELECTION_ARGUMENT } from '../pickQueue.ts';
import { AttributeNode } from '../tree/attributeNode.ts';
import type { QueueEditors } from './queueEditors.ts';

export interface QueueEditorNeeds extends PickQueueNeeds {
  readonly queueEditors: QueueEditors;
}

/** Opens the editor of a queue, at the row that it was called on. */
export async function editQueue(services: QueueEditorNeeds, target?: unknown): Promise<void> {
  const picked = await pickQueue(services, target, {
    title: l10n.t('Edit Queue'),
    needs: ['attributes', 'edit'],
  });
  if (!picked) return;
  services.queueEditors.editQueue(refOf(picked), findField(target));
}

export async function copyAttributeValue({ view }: PickQueueNeeds, target?: unknown): Promise<void> {
  const row = target === SELECTION_ARGUMENT ? view.selection[0] : target;
  if (!(row instanceof AttributeNode)) return;
  await copyText(row.value, l10n.t('Copied the value of {0}.', row.label));
}

/** Of a whole queue the first field, which is the one that is changed most. */
function findField(target: unknown): WantedField {
  if (!(target instanceof AttributeNode)) return { attribute: 'VisibilityTimeout' };
  return { attribute: target.kind === 'tag' ? 'tags' : target.name };
}
