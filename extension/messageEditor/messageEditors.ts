import { type Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';
import { MessageName } from '../connections/messageRow.ts';
import { parseQueueRef } from '../connections/queueRef.ts';
import { nameOfArn } from '../ground/text.ts';
import { makeWebviewOptions } from '../webviews/webviewPage.ts';
import { MessageInEditor } from './messageInEditor.ts';
import type { MessagePanel, MessagePanelOptions, MessagePanelServices } from './messagePanel.ts';
import { isSameMessage, type MessageTarget } from './messageTarget.ts';

/** The panel's type: `onWebviewPanel:queueside.message` restores it after a reload. */
export const MESSAGE_PANEL_TYPE = 'queueside.message';

export interface MessageEditors extends Disposable {
  /** Shows a message: in its editor, in the one that is not kept open, or in a new one. */
  openMessage(target: MessageTarget): Promise<void>;
}

/**
 * Registers the editors of messages, and their restoring after a window reload.
 * @param loadPanel gets the code of an editor, which has a late bundle
 */
export function registerMessageEditors(
  services: MessagePanelServices,
  loadPanel: () => typeof MessagePanel,
): MessageEditors {
  const panels = new Set<MessagePanel>();

  function adopt(panel: WebviewPanel, target: MessageTarget, isKept: boolean): void {
    const adopted = new (loadPanel())(panel, { services, target, isKept, makeArgument });
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
      const same = all.find((panel) => isSameMessage(panel.target, target));
      const used = same ?? all.find(({ isKept }) => !isKept);
      if (used !== undefined) {
        used.reveal();
        if (same === undefined || same.hasLoss) await used.show(target);
        return;
      }
      const { extensionUri } = services.context;
      const panel = window.createWebviewPanel(
        MESSAGE_PANEL_TYPE,
        nameOfArn(target.queueRef.arn),
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

const makeArgument: MessagePanelOptions['makeArgument'] = ({ messageId, queueRef }, details) =>
  details === undefined ? new MessageName(messageId, queueRef) : new MessageInEditor(details, queueRef);

/** @param state what the page saved: never trust its shape */
function readTarget(state: unknown): MessageTarget | undefined {
  const message = readMember(state, 'message');
  return (
    makeTarget(readMember(message, 'queueArn'), readMember(readMember(message, 'details'), 'messageId')) ??
    readLostTarget(readMember(state, 'lost'))
  );
}

/** Of a page that had nothing of its message. */
function readLostTarget(lost: unknown): MessageTarget | undefined {
  return makeTarget(readMember(lost, 'queueArn'), readMember(lost, 'messageId'));
}

function makeTarget(queueArn: unknown, messageId: unknown): MessageTarget | undefined {
  return typeof queueArn === 'string' && typeof messageId === 'string'
    ? { queueRef: parseQueueRef(queueArn), messageId }
    : undefined;
}

function readMember(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
