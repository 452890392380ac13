import { l10n, ProgressLocation, window, workspace } from 'vscode';
import {
  type FunctionInfo,
  invokeFunction,
  type InvokeFunctionResult,
  readFunctionEvent,
} from '../../broker/protocol/functions.ts';
import { showMissing } from '../ground/missing.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import type { ReadOnlyTexts } from '../queues/messages/readOnlyTexts.ts';
import { describeInvocation } from './functionText.ts';
import { pickFunction } from './pickFunction.ts';
import type { RunFunctionsNeeds } from './runFunctions.ts';
import { createSampleEvent } from './sampleEvent.ts';

export interface InvokeFunctionsNeeds extends RunFunctionsNeeds {
  readonly texts: Pick<ReadOnlyTexts, 'show'>;
  /** Epoch ms on the broker's clock. */
  readonly readNow: () => number;
}

/** Calls a function with the event of the newest batch that a queue invoked it with: nothing is received or deleted. */
export async function invokeLastBatch(needs: InvokeFunctionsNeeds, target?: unknown): Promise<void> {
  const info = await pick(needs, target, l10n.t('Invoke with Last Batch'));
  if (info === undefined) return;
  const { name } = info.definition;
  const { payload } = await needs.session.request(readFunctionEvent, { name });
  if (payload === undefined) {
    void showMissing({
      text: l10n.t('No queue has invoked {0} since the broker started. Edit an event instead.', name),
    });
    return;
  }
  await invoke(needs, info, () => payload);
}

/** Opens the event of the newest batch, or one with a made-up message, and calls the function with what the user makes of it. */
export async function editFunctionEvent(needs: InvokeFunctionsNeeds, target?: unknown): Promise<void> {
  const info = await pick(needs, target, l10n.t('Edit Event and Invoke'));
  if (info === undefined) return;
  const { name } = info.definition;
  const { payload = createSampleEvent(info, needs.readNow()) } = await needs.session.request(
    readFunctionEvent,
    { name },
  );
  const document = await workspace.openTextDocument({
    language: 'json',
    content: `${JSON.stringify(JSON.parse(payload), undefined, 2)}\n`,
  });
  await window.showTextDocument(document);
  tellFailure(offer(needs, info, () => document.getText()));
}

/** Waits for the user, who edits the event meanwhile. */
async function offer(needs: InvokeFunctionsNeeds, info: FunctionInfo, read: () => string): Promise<void> {
  const text = l10n.t('Edit the event, and then invoke {0} with it.', info.definition.name);
  const invokeNow = l10n.t('Invoke');
  if ((await window.showInformationMessage(text, invokeNow)) === invokeNow) await invoke(needs, info, read);
}

async function pick(
  needs: InvokeFunctionsNeeds,
  target: unknown,
  title: string,
): Promise<FunctionInfo | undefined> {
  await needs.session.start();
  await needs.prepare();
  return pickFunction(needs, target, { title, accepts: () => true, none: '' });
}

/** Runs it in this window if no program does. */
async function invoke(needs: InvokeFunctionsNeeds, info: FunctionInfo, read: () => string): Promise<void> {
  const { session, source, runners } = needs;
  const { name } = info.definition;
  const payload = read();
  if (source.find(name)?.state === 'idle') await runners.run(name, 'run');
  const result = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Invoking {0}… If you cancel, it continues in the background.', name),
      cancellable: true,
    },
    (_progress, token) =>
      Promise.race([
        session.request(invokeFunction, { name, payload }),
        new Promise<undefined>((resolve) => token.onCancellationRequested(() => resolve(undefined))),
      ]),
  );
  if (result !== undefined) tellFailure(tellResult(needs, info, read, result));
}

async function tellResult(
  needs: InvokeFunctionsNeeds,
  info: FunctionInfo,
  read: () => string,
  result: InvokeFunctionResult,
): Promise<void> {
  const { report, reason = '', payload = '' } = result;
  const text = `${info.definition.name}: ${report === undefined ? reason : describeInvocation(report)}`;
  const show = l10n.t('Show Result');
  const again = l10n.t('Invoke Again');
  const isFine = report?.outcome === 'returned';
  const tell = isFine ? window.showInformationMessage : window.showWarningMessage;
  const choice = await tell(text, ...(report === undefined ? [] : [show]), again);
  if (choice === again) await invoke(needs, info, read);
  if (choice === show) {
    await needs.texts.show(`${info.definition.name}.txt`, `${layOut(payload)}\n\n${result.logTail}`);
  }
}

/** JSON in lines; anything else as it is. */
function layOut(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), undefined, 2);
  } catch {
    return payload;
  }
}
