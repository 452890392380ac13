import { l10n } from 'vscode';
import { pick } from '../ground/pick.ts';
import type { TracePanel } from './tracePanel.ts';

/** Asks whose live trace to show, and brings it to the front. */
export async function chooseTraceSource({ trace }: { readonly trace: TracePanel }): Promise<void> {
  const shown = trace.source.connection.id;
  const choices = trace.sources.map(({ connection: { id, name, remote } }) => ({
    label: name,
    description: [remote?.level, id === shown ? l10n.t('shown') : undefined]
      .filter((part) => part !== undefined)
      .join(' · '),
    value: id,
  }));
  const chosen = await pick(choices, {
    title: l10n.t('Choose Trace Source'),
    placeHolder: l10n.t('The local broker, and connections that you have debugged a program with'),
    none: { text: l10n.t('There is no trace.') },
    isMenu: true,
  });
  if (chosen === undefined) return;
  await trace.openTrace(undefined, chosen);
}
