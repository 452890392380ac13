import type { CommandId } from './commandIds.ts';
import type { SUBMENUS } from './ids.ts';

/** What a command lacks, and what to do next. */
export interface Missing {
  readonly text: string;
  /** A button that leads on. */
  readonly remedy?: { readonly title: string; readonly command: CommandId };
}

/** When a command can be carried out: for menus, and for calls that come from no menu. */
export interface Condition<Needs> {
  /** The command's `enablement` in the manifest: without it menus show the command grey, and the palette leaves it out. */
  readonly when: string | undefined;
  /** Asked before the command runs. @returns what is said in its place; undefined: it runs. */
  readonly findMissing: (services: Needs) => Missing | undefined;
}

export type SubmenuId = (typeof SUBMENUS)[keyof typeof SUBMENUS];

/** A row of a menu. */
export interface MenuPlace {
  readonly menu: 'view/title' | 'view/item/context' | SubmenuId;
  /** In a submenu, what holds beyond the places of the submenu itself; undefined: nothing. */
  readonly when: string | undefined;
  /** Of VS Code, with the place in it: `navigation@1`, `inline@2`, or a group of ours. */
  readonly group: string;
}

export interface KeyBinding {
  readonly key: string;
  readonly mac?: string;
  /** VS Code passes no row: see `SELECTION_ARGUMENT`. */
  readonly args?: string;
  readonly when: string;
}

/** A command, as its subject declares it: `npm run manifest` makes of it what package.json and its texts say. */
export interface CommandRow<Needs> {
  /** In title case, with `…` where it asks for something. */
  readonly title: string;
  /** A codicon. */
  readonly icon?: string;
  readonly enabled: Condition<Needs>;
  /** False for commands that are about a row; a `when` clause where only `enabled` would show it grey. */
  readonly palette?: false | string;
  readonly menus?: readonly MenuPlace[];
  readonly keys?: readonly KeyBinding[];
  /** `target` and `selection` are what a tree passes; the palette passes nothing. */
  readonly run: (services: Needs, target?: unknown, selection?: unknown) => PromiseLike<unknown>;
}

/** A menu within menus. VS Code leaves it out of a menu while it has no entries. */
export interface SubmenuRow {
  readonly title: string;
  readonly places: readonly MenuPlace[];
}

/** The commands of one subject, by what follows `queueside.` in their id. */
export type CommandTable<Needs> = Readonly<Record<string, CommandRow<Needs>>>;
