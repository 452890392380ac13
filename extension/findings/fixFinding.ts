import { l10n, window } from 'vscode';
import { isAble } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import { nameOfArn } from '../ground/text.ts';
import { explainAttribute } from '../queues/attributeText.ts';
import { changeQueue } from '../queues/editor/changeQueue.ts';
import type { QueueEditors } from '../queues/editor/queueEditors.ts';
import { queueOfFinding } from './findingStore.ts';
import { pickFinding, type PickFindingNeeds } from './pickFinding.ts';

interface Needs extends PickFindingNeeds {
  readonly connections: Connections;
  readonly queueEditors: Pick<QueueEditors, 'editQueue'>;
}

/**
 * Sets the attribute of the queue that would help, after asking, or shows it in the queue editor; of a connection, always there. The
 * finding is taken away when the queue has the value, whoever set it.
 */
export async function fixFinding(services: Needs, target?: unknown): Promise<void> {
  const finding = await pickFinding(services, target, {
    title: l10n.t('Fix Finding'),
    accepts: ({ suggestion }) => suggestion !== undefined,
    none: { text: l10n.t('No finding can be fixed automatically.') },
    notThis: { text: l10n.t('This finding can’t be fixed automatically.') },
  });
  if (!finding?.suggestion) return;
  const { attribute, value } = finding.suggestion;
  // Elsewhere, the queue editor shows whose queue it is and what the protection level asks.
  if (finding.connection !== undefined) {
    services.queueEditors.editQueue(queueOfFinding(finding), { attribute, value });
    return;
  }
  const queue = nameOfArn(finding.queueArn);
  const action = l10n.t('Set Attribute');
  const edit = l10n.t('Edit Queue…');
  const choice = await window.showWarningMessage(
    l10n.t('Set {0} of {1} to {2}?', attribute, queue, explainAttribute(attribute, value)),
    {
      modal: true,
      detail: l10n.t('This changes the local queue only. Also change it where you define your queue on AWS.'),
    },
    action,
    edit,
  );
  if (choice === edit) {
    services.queueEditors.editQueue(
      { connectionId: LOCAL_CONNECTION, arn: finding.queueArn },
      { attribute, value },
    );
  }
  if (choice !== action) return;
  const local = services.connections.find(LOCAL_CONNECTION);
  if (local === undefined || !isAble(local, ['attributes', 'edit'])) return;
  const before = await local.can.attributes(finding.queueArn);
  await changeQueue(local, before, { queueArn: finding.queueArn, attributes: { [attribute]: value } });
}
