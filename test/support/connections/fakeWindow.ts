import type { DebugSession, WebviewPanelSerializer } from 'vscode';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';

/** A list of the editor's, of which the test chooses. */
export interface ShownItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

/** A panel without a page. */
export interface FakePanel {
  title: string;
  readonly posted: readonly { readonly type: string }[];
  /** How often it was brought to the front. */
  readonly revealed: number;
  readonly isClosed: boolean;
  receive(message: unknown): void;
  /** As if its tab were closed. */
  dispose(): void;
  /** A page that is hidden is destroyed. */
  setVisible(isVisible: boolean): void;
}

/** A list whose items follow what is typed. */
export interface FakeQuickPick {
  readonly title: string;
  readonly activeItems: readonly ShownItem[];
  readonly isOpen: boolean;
  readonly items: readonly ShownItem[];
  type(text: string): void;
  accept(item: ShownItem | undefined): void;
  hide(): void;
}

/** A line of text in a question with steps. */
export interface FakeInputBox {
  readonly value: string;
  readonly validationMessage: string | undefined;
  /** Types a text, if one is given, and presses Enter. */
  accept(text?: string): void;
}

/** `debug` of fakeVscode.cjs. */
export interface FakeDebug {
  readonly started: { readonly configuration: object; readonly options: object }[];
  readonly stopped: unknown[];
  starts: boolean;
  /** Of launch.json. */
  configurations: readonly object[];
  readonly sessionStarted: { fire(session: DebugSession): void };
  readonly sessionEnded: { fire(session: DebugSession): void };
}

/** `window` of fakeVscode.cjs. */
export interface FakeWindow {
  readonly serializers: ReadonlyMap<string, WebviewPanelSerializer>;
  createWebviewPanel(): FakePanel;
  quickPick: FakeQuickPick;
  inputBox: FakeInputBox;
  panels: FakePanel[];
  readonly terminals: readonly { readonly name: string; readonly text: string }[];
  said: string[];
  /** Items of the status bar that are shown. */
  readonly statusItems: ReadonlySet<{ readonly text: string }>;
  items: readonly ShownItem[];
  choose: (items: readonly ShownItem[]) => ShownItem | undefined;
  typed: string;
  /** A question for a text stays open until the code takes it away. */
  holdsInput: boolean;
  press: string;
  /** The user cancels modal questions. */
  cancels: boolean;
  /** What a file dialog comes to; undefined: cancelled. */
  file: { readonly scheme: string; readonly fsPath: string; readonly path: string } | undefined;
  /** Details of modal questions. */
  details: string[];
  /** After so many reports of progress, the user cancels. */
  cancelAfter: number;
  reported: readonly string[];
  /** Files that were opened in an editor. */
  readonly opened: { readonly fsPath: string }[];
  view: {
    visible: boolean;
    badge?: { readonly value: number };
    readonly revealed: readonly TreeNode[];
    select(...rows: readonly TreeNode[]): void;
  };
}
