import {
  type DebugProtocolSource,
  type DebugSession,
  DebugStackFrame,
  debug,
  DecorationRangeBehavior,
  type Disposable,
  type Event,
  EventEmitter,
  l10n,
  MarkdownString,
  Range,
  type TextEditor,
  ThemeColor,
  Uri,
  window,
} from 'vscode';
import type { BrokerClock } from '../clock/brokerClock.ts';
import { appendSentence } from '../ground/appendSentence.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import { oneLine } from '../ground/oneLine.ts';
import { nameOfArn } from '../ground/text.ts';
import { describeHeld } from './heldText.ts';
import { findProgram } from './hold.ts';
import type { HeldMessage, InFlightStore } from './inFlightStore.ts';

interface Place {
  readonly uri: Uri;
  /** From 0. */
  readonly line: number;
  readonly session: DebugSession;
}

interface StackTraceResponse {
  readonly stackFrames?: readonly {
    readonly id: number;
    readonly line: number;
    readonly source?: DebugProtocolSource;
  }[];
}

export interface StopDecorationOptions {
  readonly inFlight: InFlightStore;
  readonly clock: BrokerClock;
  readonly isEnabled: () => boolean;
}

/** Frames of a stack that are looked through for the one in focus. */
const MAXIMUM_FRAMES = 50;
const TICK_MS = 1_000;
const ID_CHARACTERS = 8;

/**
 * Shows the newest message that the program is processing, and for how long, at the end of the line where it is paused.
 */
export class StopDecoration implements Disposable {
  /** Fires with the new {@link text}. */
  readonly onDidChange: Event<string | undefined>;
  readonly #emitter = new EventEmitter<string | undefined>();
  readonly #options: StopDecorationOptions;
  readonly #type = window.createTextEditorDecorationType({
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    after: { margin: '0 0 0 3ch', color: new ThemeColor('editorCodeLens.foreground') },
  });
  readonly #listeners: Disposable[];
  #place: Place | undefined;
  #decorated: TextEditor | undefined;
  #text: string | undefined;
  #ticker: NodeJS.Timeout | undefined;
  /** Raised with every stop and continue: what an older stack trace says comes too late. */
  #turn = 0;

  constructor(options: StopDecorationOptions) {
    this.#options = options;
    this.onDidChange = this.#emitter.event;
    this.#listeners = [
      this.#emitter,
      this.#type,
      debug.onDidChangeActiveStackItem(() => void this.#locate()),
      options.inFlight.onDidChange(() => this.update()),
      options.clock.onDidChange(() => this.update()),
      window.onDidChangeVisibleTextEditors(() => this.update()),
    ];
  }

  /** What is shown beside the line where a program is paused; undefined: nothing. */
  get text(): string | undefined {
    return this.#text;
  }

  /** Draws what there is to show now, or takes it away. */
  update(): void {
    const place = this.#options.isEnabled() ? this.#place : undefined;
    const message = place && this.#findMessage(place.session);
    const editor =
      place && window.visibleTextEditors.find(({ document }) => isSameFile(document.uri, place.uri));
    if (this.#decorated && this.#decorated !== editor) this.#decorated.setDecorations(this.#type, []);
    this.#decorated = message && editor;
    const shown = editor && place && message && this.#describe(editor, place.line, message);
    if (editor && place) editor.setDecorations(this.#type, shown ? [shown] : []);
    const text = shown?.renderOptions.after.contentText;
    if (text !== this.#text) {
      this.#text = text;
      this.#emitter.fire(text);
    }
    // A paused timeout does not change; only running ones need updates.
    const ticks = message !== undefined && editor !== undefined && message.heldRemainingMs === undefined;
    if (!ticks) this.#stopTicker();
    else this.#ticker ??= setInterval(() => this.update(), TICK_MS);
  }

  dispose(): void {
    this.#stopTicker();
    for (const listener of this.#listeners) listener.dispose();
  }

  #stopTicker(): void {
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  async #locate(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const item = debug.activeStackItem;
    const place = item instanceof DebugStackFrame ? await findPlace(item).catch(() => undefined) : undefined;
    if (turn !== this.#turn) return;
    this.#place = place;
    this.update();
    if (place) void this.#options.inFlight.refresh();
  }

  #findMessage(session: DebugSession): HeldMessage | undefined {
    const program = findProgram(session);
    return this.#options.inFlight.messages.findLast(({ program: { key } }) => key === program);
  }

  #describe(editor: TextEditor, line: number, message: HeldMessage) {
    const end = editor.document.lineAt(Math.min(line, editor.document.lineCount - 1)).range.end;
    const left = describeHeld(message, this.#options.clock.now);
    const hover = new MarkdownString('', true);
    hover.isTrusted = { enabledCommands: [COMMANDS.showMessageInTrace] };
    const target = encodeURIComponent(
      JSON.stringify([
        {
          queueArn: message.queueArn,
          messageId: message.messageId,
          ...(message.connection !== undefined && { connectionId: message.connection.id }),
        },
      ]),
    );
    appendSentence(hover, l10n.t('Message {0} of {1}', message.messageId, nameOfArn(message.queueArn)))
      .appendMarkdown(`\n\n[${l10n.t('Show in Trace')}](command:${COMMANDS.showMessageInTrace}?${target})`)
      .appendCodeblock(oneLine(message.preview), 'text');
    return {
      range: new Range(end, end),
      hoverMessage: hover,
      renderOptions: { after: { contentText: `✉ ${message.messageId.slice(0, ID_CHARACTERS)} · ${left}` } },
    };
  }
}

async function findPlace(item: DebugStackFrame): Promise<Place | undefined> {
  const { session, threadId, frameId } = item;
  const { stackFrames = [] } = (await session.customRequest('stackTrace', {
    threadId,
    startFrame: 0,
    levels: MAXIMUM_FRAMES,
  })) as StackTraceResponse;
  const frame = stackFrames.find(({ id }) => id === frameId) ?? stackFrames[0];
  if (!frame?.source) return undefined;
  return { uri: readUri(frame.source, session), line: Math.max(0, frame.line - 1), session };
}

/** What is asked through the editor comes back with its URIs where the adapter had paths. */
function readUri(source: DebugProtocolSource, session: DebugSession): Uri {
  const { path = '' } = source as { readonly path?: string };
  return /^[a-z][\w+.-]+:\/\//i.test(path) ? Uri.parse(path) : debug.asDebugSourceUri(source, session);
}

/** On a remote machine, the window knows as `vscode-remote:` what is a file over here. */
function isSameFile(document: Uri, source: Uri): boolean {
  if (document.toString() === source.toString()) return true;
  return document.scheme === 'file' && source.scheme === 'vscode-remote' && document.path === source.path;
}
