import type {
  CodeAction,
  CodeActionProvider,
  CodeLens,
  CodeLensProvider,
  RelativePattern,
  Uri,
} from 'vscode';
import type { DefinitionProblem } from '../../broker/protocol/definitions.ts';
import type { FunctionInfo } from '../../broker/protocol/functions.ts';
import { lendMembers } from './connections/lendMembers.ts';
import { loadConnectionCode } from './connections/loadConnectionCode.mjs';
import { makeFunction } from './functions/functionSamples.ts';
import { ManualSchedule } from './manualSchedule.ts';
import { MemoryMemento } from './memoryMemento.ts';
import { OpenText, type TextEdit } from './openText.ts';

/** What was applied, by its source. */
interface Applied {
  readonly text: string;
  readonly source: string;
  readonly folder?: string;
}

interface Mark {
  readonly range: { readonly start: { readonly line: number } };
  readonly message: string;
  readonly severity: number;
}

const EMPTY_PLAN = { create: [], change: [], unlisted: [] };
const LOSS = { name: 'Images', differences: [], messagesLost: 2 };

/**
 * A window with files in memory and a broker that keeps the functions of each source.
 * @param choices what the user has said of templates before, by their URI
 * @param isSearching no search of the workspace ends
 */
export async function createTemplateWorld(
  files: Readonly<Record<string, string>>,
  choices: Readonly<Record<string, string>> = {},
  isSearching = false,
) {
  const code = await loadConnectionCode();
  const { Uri: Uris } = code;
  const window = code.window as unknown as {
    said: string[];
    press: string;
    choose: (items: never) => unknown;
    cancels: boolean;
  };
  window.said.length = 0;
  window.cancels = false;
  window.press = '';
  window.choose = () => undefined;
  const { marks, lenses } = code.languages as unknown as {
    readonly marks: Map<string, readonly Mark[]>;
    readonly lenses: CodeLensProvider[];
  };
  marks.clear();
  lenses.length = 0;
  const stored = (code.workspace as unknown as { readonly files: Map<string, Uint8Array> }).files;
  stored.clear();
  const write = (path: string, text: string): Uri => {
    stored.set(path, new TextEncoder().encode(text));
    return Uris.parse(`file://${path}`);
  };
  const uris = Object.entries(files).map(([path, text]) => write(path, text));
  const saved = new code.EventEmitter<{ readonly uri: Uri }>();
  const watched = new code.EventEmitter<Uri>();
  const deleted = new code.EventEmitter<Uri>();
  const opened = new code.EventEmitter<OpenText>();
  const edited = new code.EventEmitter<{ readonly document: OpenText }>();
  const closed = new code.EventEmitter<OpenText>();
  const textDocuments: OpenText[] = [];
  const trusted = new code.EventEmitter<void>();
  const foldersChanged = new code.EventEmitter<void>();
  const never = () => ({ dispose: () => undefined });
  let searches: (() => void)[] = [];
  const followed: string[] = [];
  let folders = ['/w/'];
  const dispose = lendMembers(code.workspace, {
    isTrusted: true,
    getWorkspaceFolder: ({ path }: Uri) => {
      const folder = folders.find((each) => path.startsWith(each));
      return folder === undefined ? undefined : { uri: Uris.parse(`file://${folder.slice(0, -1)}`) };
    },
    asRelativePath: ({ path }: Uri) => path.replace('/w/', ''),
    findFiles: () =>
      new Promise((resolve) => {
        const found = [...uris];
        if (isSearching) searches.push(() => resolve(found));
        else setImmediate(() => resolve(found));
      }),
    textDocuments,
    onDidOpenTextDocument: opened.event,
    onDidChangeTextDocument: edited.event,
    onDidCloseTextDocument: closed.event,
    onDidChangeConfiguration: never,
    onDidSaveTextDocument: saved.event,
    onDidGrantWorkspaceTrust: trusted.event,
    onDidChangeWorkspaceFolders: foldersChanged.event,
    createFileSystemWatcher: (files: string | RelativePattern) => {
      if (typeof files !== 'string') followed.push(`${files.baseUri.path} ${files.pattern}`);
      return {
        onDidCreate: watched.event,
        onDidChange: watched.event,
        onDidDelete: deleted.event,
        dispose: () => undefined,
      };
    },
  });
  const workspace = code.workspace as unknown as { isTrusted: boolean };

  const applied: Applied[] = [];
  let functions: readonly FunctionInfo[] = [];
  let problems: readonly DefinitionProblem[] = [];
  let plan: { readonly change: readonly (typeof LOSS)[] } = EMPTY_PLAN;
  const connected = new code.EventEmitter<unknown>();
  const place = { endpoint: 'http://127.0.0.1:9324', region: 'us-east-1', account: '000000000000' };
  let work: Promise<unknown> = Promise.resolve();
  const settings: Record<string, unknown> = {
    'definitions.apply': true,
    'templates.offer': true,
    'templates.problems': true,
    'templates.codeLens': true,
  };
  const session = {
    state: { kind: 'stopped' } as { kind: string; info?: typeof place },
    onDidConnect: connected.event,
    onDidChangeState: never,
    onNotification: never,
    start: () => {
      if (session.state.kind !== 'running') connect(place.endpoint);
      return Promise.resolve(session.state.info);
    },
    request: async ({ method }: { readonly method: string }, params: Applied): Promise<unknown> => {
      await session.start();
      switch (method) {
        case 'queueside/function/list':
          return Promise.resolve({ functions });
        case 'queueside/definitions/plan':
          return Promise.resolve({ problems, plan: { ...EMPTY_PLAN, ...plan } });
        default: {
          applied.push(params);
          const declared = JSON.parse(params.text) as { functions?: Record<string, object> };
          functions = [
            ...functions.filter(({ source }) => source !== params.source),
            ...Object.entries(declared.functions ?? {}).map(([name, definition]) =>
              makeFunction(name, { definition, source: params.source, folder: params.folder ?? '' }),
            ),
          ];
          return Promise.resolve({ problems, plan: EMPTY_PLAN, sentCount: 0, warnings: [] });
        }
      }
    },
  };
  function connect(endpoint: string): void {
    session.state = { kind: 'running', info: { ...place, endpoint } };
    connected.fire(undefined);
  }
  const schedule = new ManualSchedule();
  const memento = new MemoryMemento();
  await memento.update('templates.choices', choices);
  const log: string[] = [];
  const templates = code.createTemplates('en', undefined, {
    context: { workspaceState: memento, subscriptions: [], asAbsolutePath: (path: string) => path },
    session: session as never,
    settings: { read: (key: string) => settings[key] ?? '' } as never,
    definitions: {
      queue: (turn) => {
        // Other work comes first, such as that on `queueside.json`.
        const others = work.then(() => new Promise((resolve) => setImmediate(resolve)));
        work = others.then(turn);
      },
    },
    log: { info: (line) => void log.push(line), warn: (line) => void log.push(line) },
    schedule: schedule.after,
  });
  return {
    templates,
    dispose,
    window,
    workspace,
    settings,
    memento,
    applied,
    log,
    connect,
    write,
    schedule,
    watched,
    /** The broker has these from now on, as it stores them. */
    storeFunctions: (stored: readonly FunctionInfo[]) => {
      functions = stored;
    },
    listFunctions: () => functions.map(({ definition }) => definition.name),
    stop: () => {
      session.state = { kind: 'stopped' };
    },
    isRunning: () => session.state.kind === 'running',
    /** From now on, what is applied deletes messages. */
    loseMessages: () => {
      plan = { change: [LOSS] };
    },
    /** The files that have a watcher of their own, such as `/w/shop samconfig.toml`: a folder, and a pattern in it. */
    followed,
    /** The files that a search finds from now on. */
    uris,
    /** Ends the searches of the workspace, the newest first. */
    endSearches: () => {
      const ending = searches.toReversed();
      searches = [];
      for (const end of ending) end();
    },
    /** The folders of the workspace are these from now on, such as `/w/`. */
    setFolders: (now: string[]) => {
      folders = now;
      foldersChanged.fire();
    },
    /** The workspace is trusted from now on. */
    trust: () => {
      workspace.isTrusted = true;
      trusted.fire();
    },
    /** Writes a file, and saves it in an editor. */
    save: (path: string, text: string) => saved.fire({ uri: write(path, text) }),
    /** Deletes a file; the watcher notices it at once. */
    remove: (path: string) => {
      stored.delete(path);
      deleted.fire(Uris.parse(`file://${path}`));
      schedule.advance(300);
    },
    /** Opens a text in an editor: a document that a user may edit, or close. */
    open: (path: string, text: string) => {
      const document = new OpenText(Uris.parse(`file://${path}`), text, (saved) => void write(path, saved));
      textDocuments.push(document);
      opened.fire(document);
      return {
        document,
        type: (changed: string) => {
          document.replace(changed);
          edited.fire({ document });
        },
        close: () => {
          document.isClosed = true;
          textDocuments.splice(textDocuments.indexOf(document), 1);
          closed.fire(document);
        },
      };
    },
    /** Such as `3 Debug queueside.debugFunction Resize`: line, from 0, title, command and argument. */
    listLenses: (document: OpenText) =>
      lenses
        .flatMap(
          (provider) => provider.provideCodeLenses(document as never, undefined as never) as CodeLens[],
        )
        .map(({ range, command }) =>
          [range.start.line, command?.title, command?.command, ...(command?.arguments ?? [])].join(' '),
        ),
    /** The quick fixes at a line, from 0: their titles, and the text of the document after each. */
    listFixes: (document: OpenText, line: number) => {
      const { actions } = code.languages as unknown as { readonly actions: CodeActionProvider };
      const range = new code.Range(line, 0, line, 0);
      const found = actions.provideCodeActions(
        document as never,
        range,
        undefined as never,
        undefined as never,
      );
      return (found as (CodeAction & { readonly edit: { readonly changes: readonly TextEdit[] } })[]).map(
        ({ title, edit }) => ({
          title,
          text: edit.changes.reduce((text, change) => document.change(text, change), document.getText()),
        }),
      );
    },
    /** From now on, the broker says that of each text. */
    setProblems: (found: readonly DefinitionProblem[]) => {
      problems = found;
    },
    /** Resolves when nothing more is done with templates. */
    settle: async () => {
      for (let seen: unknown; seen !== work; ) {
        seen = work;
        await work;
        // Questions are asked beside the work on definitions.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** Such as `3 0 The message.`: line and severity, from 0. */
    readMarks: (path: string) =>
      (marks.get(`queueside.templates file://${path}`) ?? []).map(
        ({ range, severity, message }) => `${range.start.line} ${severity} ${message}`,
      ),
    /** Resolves once a file has had marks: what is asked of the disk takes as long as it takes. */
    waitForMarks: async (path: string) => {
      while (!marks.has(`queueside.templates file://${path}`))
        await new Promise((resolve) => setImmediate(resolve));
    },
    readFunctions: () =>
      (JSON.parse(applied.at(-1)?.text ?? '{}') as { functions?: Record<string, FunctionInfo['definition']> })
        .functions ?? {},
  };
}

export type TemplateWorld = Awaited<ReturnType<typeof createTemplateWorld>>;
