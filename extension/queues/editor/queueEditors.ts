import { type Disposable, type ExtensionContext, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { WantedField } from '../../../webview/queueEditorProtocol.ts';
import type { BrokerClient } from '../../broker/brokerClient.ts';
import type { Connections } from '../../connections/connections.ts';
import {
  formatQueueRef,
  LOCAL_CONNECTION,
  parseQueueRef,
  type QueueRef,
} from '../../connections/queueRef.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { makeWebviewOptions } from '../../webviews/webviewPage.ts';
import type { EditorTarget, QueueEditorPanel } from './queueEditorPanel.ts';

/** The panel's type: `onWebviewPanel:queueside.queueEditor` restores it after a reload. */
export const QUEUE_EDITOR_PANEL_TYPE = 'queueside.queueEditor';

export interface QueueEditors extends Disposable {
  /** Shows the editor of a queue, turned to a field. */
  editQueue(ref: QueueRef, field?: WantedField): void;
  /** Shows an empty form, for a queue of this connection. */
  createQueue(connectionId: string): void;
}

/**
 * Registers the queue editor, one for each queue, and its restoring after a window reload. `loadPanel` gets the editor's code,
 * which has a late bundle.
 */
export function registerQueueEditors(
  context: ExtensionContext,
  session: BrokerClient,
  connections: Connections,
  actions: { showLog(): void; loadPanel(): typeof QueueEditorPanel },
): QueueEditors {
  const panels = new Set<QueueEditorPanel>();

  function adopt(panel: WebviewPanel, target: EditorTarget, field?: WantedField): void {
    const editor = new (actions.loadPanel())(panel, {
      extensionUri: context.extensionUri,
      session,
      connections,
      showLog: () => actions.showLog(),
      createQueue,
      target,
      field,
    });
    panels.add(editor);
    panel.onDidDispose(() => {
      panels.delete(editor);
      editor.dispose();
    });
  }

  function open(title: string, target: EditorTarget, field?: WantedField): void {
    const options = makeWebviewOptions(context.extensionUri);
    adopt(
      window.createWebviewPanel(QUEUE_EDITOR_PANEL_TYPE, title, ViewColumn.Active, options),
      target,
      field,
    );
  }

  function createQueue(connectionId: string): void {
    open(l10n.t('Create queue'), { connectionId });
  }

  const serializer = window.registerWebviewPanelSerializer(QUEUE_EDITOR_PANEL_TYPE, {
    deserializeWebviewPanel: (panel, state: unknown) => {
      adopt(panel, readTarget(Object(state)));
      return Promise.resolve();
    },
  });
  return {
    editQueue: (ref, field) => {
      const known = [...panels].find(({ address }) => address === formatQueueRef(ref));
      if (known === undefined) open(l10n.t('Edit queue'), ref, field);
      else known.reveal(field);
    },
    createQueue,
    dispose: () => {
      serializer.dispose();
      disposeAll(panels);
    },
  };
}

/** What a page keeps of its queue; pages of older versions keep no connection for a queue to create. */
function readTarget({ address, connectionId }: Readonly<Record<string, unknown>>): EditorTarget {
  if (typeof address === 'string') return parseQueueRef(address);
  return { connectionId: typeof connectionId === 'string' ? connectionId : LOCAL_CONNECTION };
}
