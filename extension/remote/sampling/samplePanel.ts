import * as l10n from '@vscode/l10n';
import { type Uri, ViewColumn, window } from 'vscode';
import type { HostToReceive, SampleState } from '../../../webview/receiveProtocol.ts';
import { copyFromPage } from '../../ground/copyText.ts';
import { tellFailure } from '../../ground/tellFailure.ts';
import { readReceiveMessage } from '../../webviews/messageShapes.ts';
import { PageMail } from '../../webviews/pageMail.ts';
import { findTabIcon, makeWebviewOptions, renderWebviewPage } from '../../webviews/webviewPage.ts';
import type { SampleActions, SampleView } from './samples.ts';

/** Not restored after a reload: the messages are visible to consumers again by then, or soon. */
export const SAMPLE_VIEW_TYPE = 'queueside.sample';

/** Shows a sample in the page that lists received messages. */
export function openSamplePanel(
  extensionUri: Uri,
  connection: string,
  queue: string,
  actions: SampleActions,
): SampleView {
  const title = l10n.t('Sample: {0}', queue);
  const panel = window.createWebviewPanel(
    SAMPLE_VIEW_TYPE,
    title,
    ViewColumn.Active,
    makeWebviewOptions(extensionUri),
  );
  panel.iconPath = findTabIcon(extensionUri);
  const mail = new PageMail<HostToReceive>(panel);
  let shown: SampleState | undefined;
  const describe = (): HostToReceive[] =>
    shown === undefined ? [] : [{ type: 'sampleTold', sample: shown }];
  const handle = async (value: unknown): Promise<void> => {
    const message = readReceiveMessage(value);
    switch (message?.type) {
      case 'ready':
        mail.open(...describe());
        return;
      case 'cancel':
      case 'giveBack':
        actions.giveBack();
        return;
      case 'lookAgain':
        await actions.lookAgain();
        return;
      case 'copy':
        await copyFromPage(message.text);
        return;
      default:
    }
  };
  panel.webview.onDidReceiveMessage((value: unknown) => tellFailure(handle(value)));
  panel.onDidDispose(() => {
    mail.dispose();
    actions.close();
  });
  panel.webview.html = renderWebviewPage(
    panel.webview,
    extensionUri,
    'receive',
    l10n.t('{0}: a sample of the messages of {1}', connection, queue),
  );
  return {
    show: (state) => {
      shown = state;
      for (const message of describe()) mail.post(message);
    },
  };
}
