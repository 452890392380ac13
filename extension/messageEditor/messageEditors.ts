import { type Disposable, l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import { formatQueueRef, parseQueueRef } from '../connections/queueRef.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import { MessagePanel, type MessagePanelServices, type MessageTarget } from './messagePanel.ts';

/** The panel's type: `onWebviewPanel:queueside.message` restores it after a reload. */
export const MESSAGE_PANEL_TYPE = 'queueside.message';

export interface MessageEditors extends Disposable {
  /** Shows a message: in its editor, in the one that is not kept open, or in a new one. */
  openMessage(target: MessageTarget): Promise<void>;
}

/** Registers the editors of messages, and their restoring after a window reload. */
export function registerMessageEditors(services: MessagePanelServices): MessageEditors {
  const panels = new Set<MessagePanel>();

  function adopt(panel: WebviewPanel, target: MessageTarget, isKept: boolean): void {
    const adopted = new MessagePanel(panel, { services, target, isKept });
    panels.add(adopted);
    panel.onDidDispose(() => {
      panels.delete(adopted);
      adopted.dispose();
    });
  }

  const serializer = window.registerWebviewPanelSerializer(MESSAGE_PANEL_TYPE, {
    deserializeWebviewPanel: (panel, state) => {
      const target = readTarget(state);
      // Of a page that had not been shown a message yet.
      if (target === undefined) panel.dispose();
      else adopt(panel, target, true);
      return Promise.resolve();
    },
  });
  return {
    openMessage: async (target) => {
      const all = [...panels];
      const same = all.find((panel) => isSame(panel.target, target));
      const used = same ?? all.find(({ isKept }) => !isKept);
      if (used !== undefined) {
        used.reveal();
        if (same === undefined) await used.show(target);
        return;
      }
      const { extensionUri } = services.context;
      const panel = window.createWebviewPanel(
        MESSAGE_PANEL_TYPE,
        l10n.t('Message'),
        ViewColumn.Active,
        makeWebviewOptions(extensionUri),
      );
      adopt(panel, target, false);
    },
    dispose: () => {
      serializer.dispose();
      for (const panel of panels) panel.dispose();
    },
  };
}

function isSame(left: MessageTarget, right: MessageTarget): boolean {
  return (
    left.messageId === right.messageId && formatQueueRef(left.queueRef) === formatQueueRef(right.queueRef)
  );
}

/** @param state what the page saved: never trust its shape */
function readTarget(state: unknown): MessageTarget | undefined {
  const message = readMember(state, 'message');
  const queueArn = readMember(message, 'queueArn');
  const messageId = readMember(readMember(message, 'details'), 'messageId');
  return typeof queueArn === 'string' && typeof messageId === 'string'
    ? { queueRef: parseQueueRef(queueArn), messageId }
    : undefined;
}

function readMember(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
