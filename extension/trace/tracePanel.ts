import { commands, type Disposable, type ExtensionContext, window } from 'vscode';
import type { TraceFilter } from '../../webview/protocol.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import type { ShownTrace } from './traceFile.ts';
import type { TraceSource, TraceSourcesPorts } from './traceSource.ts';
import { type TracePanelActions, TraceViewProvider } from './traceViewProvider.ts';

/** The view's id in package.json. */
export const TRACE_VIEW_ID = 'queueside.trace';

export interface TracePanel extends Disposable {
  /**
   * Brings the trace to the front; a given filter replaces the one in it, and is about what happens now.
   * @param connectionId whose trace it is; absent: with a filter, the local broker, else the one that is shown
   */
  openTrace(filter?: TraceFilter, connectionId?: string): Promise<void>;
  /** Makes the trace of a connection the live one, without bringing it to the front. A saved trace stays until the user goes back. */
  showSource(connectionId: string): void;
  /** Forgets all events, in the process that has them and in the view. */
  clear(): Promise<void>;
  /** Shows a saved trace instead of the live one, until the user goes back. */
  showSaved(shown: ShownTrace): Promise<void>;
  /** What is shown; undefined for the live trace. */
  readonly saved: ShownTrace | undefined;
  /** Where the live trace comes from. */
  readonly source: TraceSource;
  /** All that it can come from. */
  readonly sources: readonly TraceSource[];
}

/** Registers the view `queueside.trace`. */
export function registerTracePanel(
  context: ExtensionContext,
  ports: TraceSourcesPorts,
  actions: TracePanelActions,
): TracePanel {
  const provider = new TraceViewProvider(context, ports, actions);
  const registration = window.registerWebviewViewProvider(TRACE_VIEW_ID, provider, {
    // Events of earlier runs of the broker are nowhere else.
    webviewOptions: { retainContextWhenHidden: true },
  });
  return {
    openTrace: async (filter, connectionId) => {
      if (filter !== undefined || connectionId !== undefined)
        provider.showLive(filter, connectionId ?? LOCAL_CONNECTION);
      await commands.executeCommand(`${TRACE_VIEW_ID}.focus`);
    },
    showSource: (connectionId) => provider.showSource(connectionId),
    clear: () => provider.clear(),
    showSaved: async (shown) => {
      provider.setSaved(shown);
      await commands.executeCommand(`${TRACE_VIEW_ID}.focus`);
    },
    get saved() {
      return provider.saved;
    },
    get source() {
      return provider.source;
    },
    get sources() {
      return provider.listSources();
    },
    dispose: () => {
      registration.dispose();
      provider.dispose();
    },
  };
}
