// In place of VS Code where code of the extension is run: what its trees, questions and panels use, without a window. The
// rest is what the stub has, which does nothing.
const stub = require('../vscodeStub.cjs');

class EventEmitter {
  #listeners = new Set();
  event = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(value) {
    for (const listener of this.#listeners) listener(value);
  }
  dispose() {
    this.#listeners.clear();
  }
}

function TreeItem(label, collapsibleState = TreeItemCollapsibleState.None) {
  this.label = label;
  this.collapsibleState = collapsibleState;
}

function ThemeIcon(id, color) {
  this.id = id;
  this.color = color;
}

function ThemeColor(id) {
  this.id = id;
}

class MarkdownString {
  value = '';
  /** As that of VS Code writes spaces. */
  appendText(text) {
    return this.appendMarkdown(text.replaceAll(/[ \t]/g, '&nbsp;'));
  }
  appendMarkdown(text) {
    this.value += text;
    return this;
  }
  appendCodeblock(text) {
    return this.appendMarkdown(text);
  }
}

const l10n = {
  t: (text, ...values) =>
    values.reduce((filled, value, index) => filled.replaceAll(`{${index}}`, String(value)), text),
};

/** A panel without a page: what it is sent is kept, and `receive` is what its page would post. */
function createWebviewPanel() {
  const received = new EventEmitter();
  const viewState = new EventEmitter();
  const disposed = new EventEmitter();
  const panel = {
    visible: true,
    active: true,
    title: '',
    posted: [],
    receive: (message) => received.fire(message),
    revealed: 0,
    reveal() {
      panel.revealed += 1;
    },
    setVisible(isVisible) {
      panel.visible = isVisible;
      viewState.fire();
    },
    isClosed: false,
    dispose() {
      panel.isClosed = true;
      disposed.fire();
    },
    onDidChangeViewState: viewState.event,
    onDidDispose: disposed.event,
    webview: {
      cspSource: '',
      onDidReceiveMessage: received.event,
      asWebviewUri: (uri) => uri,
      postMessage(message) {
        panel.posted.push(message);
        return Promise.resolve(true);
      },
    },
  };
  return panel;
}

const panels = [];
const terminalClosed = new EventEmitter();

const window = {
  /** Every panel that was made. */
  panels,
  /** What was said to the user. */
  said: [],
  /** The last list that was shown. */
  items: [],
  /** @type {(items: readonly unknown[]) => unknown} */
  choose: () => undefined,
  typed: '',
  showQuickPick: (items) => {
    window.items = items;
    return Promise.resolve(window.choose(items));
  },
  /** A question for a text stays open until the code takes it away. */
  holdsInput: false,
  showInputBox: (_options, token) =>
    window.holdsInput
      ? new Promise((resolve) => token?.onCancellationRequested(() => resolve(undefined)))
      : Promise.resolve(window.typed),
  /** The button that the user presses, where it is there. */
  press: '',
  showInformationMessage: (text, ...actions) => {
    window.said.push(text);
    return Promise.resolve(actions.find((action) => action === window.press));
  },
  /** The user cancels modal questions. */
  cancels: false,
  /** A modal question is answered by its first button, or by `press` if it has that. */
  showWarningMessage: (text, ...rest) => {
    window.said.push(text);
    const [first, ...others] = rest;
    const isModal = typeof first === 'object';
    if (isModal) window.details.push(first.detail ?? '');
    return Promise.resolve(
      isModal
        ? window.cancels
          ? undefined
          : (others.find((action) => action === window.press) ?? others[0])
        : rest.find((action) => action === window.press),
    );
  },
  showErrorMessage: (text) => {
    window.said.push(text);
    return Promise.resolve(undefined);
  },
  setStatusBarMessage: (text) => {
    window.said.push(text);
  },
  /** Items of the status bar that are shown. */
  statusItems: new Set(),
  createStatusBarItem: () => {
    const item = {
      text: '',
      show: () => window.statusItems.add(item),
      hide: () => window.statusItems.delete(item),
      dispose: () => window.statusItems.delete(item),
    };
    return item;
  },
  state: { focused: true },
  onDidChangeWindowState: () => ({ dispose: () => undefined }),
  /** What progress was reported of the last thing that showed some. */
  reported: [],
  cancelAfter: Infinity,
  withProgress: (_options, run) => {
    window.reported = [];
    const cancelled = new EventEmitter();
    const cancellation = {
      get isCancellationRequested() {
        return window.reported.length >= window.cancelAfter;
      },
      onCancellationRequested: cancelled.event,
    };
    const report = ({ message }) => {
      window.reported.push(message);
      if (window.reported.length === window.cancelAfter) cancelled.fire();
    };
    return run({ report }, cancellation);
  },
  file: undefined,
  details: [],
  showSaveDialog: () => Promise.resolve(window.file),
  showOpenDialog: () => Promise.resolve(window.file && [window.file]),
  /** Files that were opened in an editor. */
  opened: [],
  showTextDocument: (file) => {
    window.opened.push(file);
    return Promise.resolve();
  },
  /** The last tree view that was made. */
  view: undefined,
  createTreeView: () => {
    const selected = new EventEmitter();
    window.view = {
      visible: false,
      selection: [],
      revealed: [],
      reveal: (row) => {
        window.view.revealed.push(row);
        return Promise.resolve();
      },
      onDidChangeVisibility: () => ({ dispose: () => undefined }),
      onDidChangeSelection: selected.event,
      select: (...rows) => {
        window.view.selection = rows;
        selected.fire({ selection: rows });
      },
      dispose: () => undefined,
    };
    return window.view;
  },
  /** The last list with a live input that was made. */
  quickPick: undefined,
  createQuickPick: () => {
    const changed = new EventEmitter();
    const accepted = new EventEmitter();
    const hidden = new EventEmitter();
    const box = {
      items: [],
      activeItems: [],
      selectedItems: [],
      isOpen: true,
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: () => ({ dispose: () => undefined }),
      show: () => undefined,
      hide: () => {
        if (!box.isOpen) return;
        box.isOpen = false;
        hidden.fire();
      },
      dispose: () => undefined,
      type: (text) => changed.fire(text),
      accept: (item) => {
        box.selectedItems = [item];
        accepted.fire();
      },
    };
    window.quickPick = box;
    return box;
  },
  /** The last line of text with steps that was made. */
  inputBox: undefined,
  createInputBox: () => {
    const changed = new EventEmitter();
    const accepted = new EventEmitter();
    const box = {
      value: '',
      validationMessage: undefined,
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidHide: () => ({ dispose: () => undefined }),
      onDidTriggerButton: () => ({ dispose: () => undefined }),
      show: () => undefined,
      dispose: () => undefined,
      accept: (text = box.value) => {
        box.value = text;
        changed.fire(text);
        accepted.fire();
      },
    };
    window.inputBox = box;
    return box;
  },
  /** Terminals without a shell: what their programs wrote. */
  terminals: [],
  createTerminal: ({ name, pty }) => {
    const terminal = { name, shown: 0, text: '' };
    pty.onDidWrite((text) => {
      terminal.text += text;
    });
    terminal.show = () => {
      if (terminal.shown === 0) pty.open();
      terminal.shown += 1;
    };
    terminal.dispose = () => {
      pty.close();
      terminalClosed.fire(terminal);
    };
    window.terminals.push(terminal);
    return terminal;
  },
  onDidCloseTerminal: (listener) => terminalClosed.event(listener),
  createWebviewPanel: () => {
    panels.push(createWebviewPanel());
    return panels.at(-1);
  },
  /** What restores panels after a reload, by the type of the panel. */
  serializers: new Map(),
  registerWebviewPanelSerializer: (type, serializer) => {
    window.serializers.set(type, serializer);
    return { dispose: () => undefined };
  },
  registerFileDecorationProvider: () => ({ dispose: () => undefined }),
};

const sessionStarted = new EventEmitter();
const sessionEnded = new EventEmitter();

/** A debugger without programs: the test says what becomes of a session. */
const debug = {
  /** What was started: the configuration and the options. */
  started: [],
  /** What was to be stopped. */
  stopped: [],
  /** Whether a start succeeds. */
  starts: true,
  /** Of launch.json. */
  configurations: [],
  trackers: [],
  sessionStarted,
  sessionEnded,
  onDidStartDebugSession: sessionStarted.event,
  onDidTerminateDebugSession: sessionEnded.event,
  registerDebugAdapterTrackerFactory: (_type, factory) => {
    debug.trackers.push(factory);
    return { dispose: () => undefined };
  },
  startDebugging: (folder, configuration, options) => {
    debug.started.push({ folder, configuration, options });
    return Promise.resolve(debug.starts);
  },
  stopDebugging: (session) => {
    debug.stopped.push(session);
    return Promise.resolve();
  },
};

const commands = {
  /** What was run: a command and its arguments. */
  executed: [],
  executeCommand: (...all) => {
    commands.executed.push(all);
    if (all[0] === 'vscode.open') window.opened.push(all[1]);
    return Promise.resolve();
  },
};

function Task(definition, scope, name, source, execution) {
  Object.assign(this, { definition, scope, name, source, execution });
}

function ProcessExecution(process, args) {
  Object.assign(this, { process, args });
}

const taskEnded = new EventEmitter();

const tasks = {
  /** What was run: each ends at once, with this code. */
  executed: [],
  exitCode: 0,
  onDidEndTaskProcess: taskEnded.event,
  executeTask: (task) => {
    tasks.executed.push(task);
    queueMicrotask(() => taskEnded.fire({ execution: { task }, exitCode: tasks.exitCode }));
    return Promise.resolve({ task });
  },
};

/** `text` is what was copied last. */
const clipboard = {
  text: '',
  writeText: (text) => {
    clipboard.text = text;
    return Promise.resolve();
  },
};

const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
const FileType = { File: 1, Directory: 2 };
const Uri = {
  joinPath: (_base, ...parts) => parts.join('/'),
  from: (parts) => parts,
  file: (path) => ({ scheme: 'file', path, fsPath: path }),
  parse: (text) => {
    const scheme = text.split(':')[0];
    const path = text.replace(/^\w+:\/\//, '');
    return {
      scheme,
      path,
      fsPath: path,
      toString: () => text,
      with: ({ path: other }) => Uri.parse(`${scheme}://${other}`),
    };
  },
};

function Position(line, character) {
  this.line = line;
  this.character = character;
}

class Range {
  constructor(...places) {
    const [start, end] = places;
    const [line, character, endLine, endCharacter] = places;
    this.start = typeof start === 'number' ? new Position(line, character) : start;
    this.end = typeof start === 'number' ? new Position(endLine, endCharacter) : end;
  }
  /** Of lines only. */
  intersection(other) {
    return other.start.line <= this.end.line && this.start.line <= other.end.line ? this : undefined;
  }
  isEqual({ start, end }) {
    return JSON.stringify([start, end]) === JSON.stringify([this.start, this.end]);
  }
}

function Diagnostic(range, message, severity) {
  this.range = range;
  this.message = message;
  this.severity = severity;
}

const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };

class Disposable {
  constructor(dispose) {
    this.dispose = dispose;
  }
  static from(...parts) {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }
}

function CodeAction(title, kind) {
  this.title = title;
  this.kind = kind;
}

/** What is replaced, in its order. */
class WorkspaceEdit {
  changes = [];
  replace(uri, range, text) {
    this.changes.push({ uri, range, text });
  }
}

function CodeLens(range, command) {
  this.range = range;
  this.command = command;
}

const languages = {
  /** By the order in which they were registered. */
  lenses: [],
  registerCodeLensProvider: (_selector, provider) => {
    languages.lenses.push(provider);
    return { dispose: () => undefined };
  },
  actions: undefined,
  registerCodeActionsProvider: (_selector, provider) => {
    languages.actions = provider;
    return { dispose: () => undefined };
  },

  /** What is marked, by the name of the collection and the file. */
  marks: new Map(),
  createDiagnosticCollection: (name) => ({
    set: (uri, diagnostics) => languages.marks.set(`${name} ${uri}`, diagnostics),
    dispose: () => undefined,
  }),
};

function DataTransferItem(value) {
  this.value = value;
  this.asString = () => Promise.resolve(String(value));
}

const DataTransfer = Map;

/** Files below a folder. */
function RelativePattern(baseUri, pattern) {
  this.baseUri = baseUri;
  this.pattern = pattern;
}

/** The files of the machine, by path: their bytes. A path that ends with a slash is a folder. */
const files = new Map();
const workspace = {
  asRelativePath: (file) => (file.path ?? file).replace(/^\/shop\//, ''),
  files,
  /** An untitled one has its text; a user could edit that. */
  openTextDocument: (uri) =>
    Promise.resolve(
      uri.content === undefined ? uri : { getText: () => uri.content, edit: (text) => (uri.content = text) },
    ),
  getWorkspaceFolder: () => undefined,
  getConfiguration: () => ({ get: () => debug.configurations }),
  fs: {
    stat: ({ path }) =>
      path.endsWith('/')
        ? Promise.resolve({ type: FileType.Directory, size: 0 })
        : Promise.resolve({ type: FileType.File, size: files.get(path).byteLength }),
    readFile: ({ path }) => Promise.resolve(files.get(path)),
  },
};
const own = {
  EventEmitter,
  TreeItem,
  ThemeIcon,
  CancellationTokenSource: class {
    #emitter = new EventEmitter();
    token = { onCancellationRequested: this.#emitter.event };
    cancel() {
      this.#emitter.fire(undefined);
    }
    dispose() {}
  },
  StatusBarAlignment: { Left: 1, Right: 2 },
  ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
  ThemeColor,
  MarkdownString,
  l10n,
  window,
  workspace: Object.setPrototypeOf(workspace, stub.workspace),
  FileType,
  RelativePattern,
  DataTransfer,
  DataTransferItem,
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  Position,
  Range,
  TreeItemCollapsibleState,
  Uri,
  env: { clipboard },
  /** Those that are installed. */
  extensions: { all: [] },
  commands,
  Task,
  ProcessExecution,
  tasks,
  debug,
  CodeAction,
  CodeLens,
  WorkspaceEdit,
};

// Bundles that are loaded late have a copy of this file, and there is one window.
const shared = Symbol.for('fakeVscode');
module.exports = globalThis[shared] ??= Object.setPrototypeOf(own, stub);
