import { window } from 'vscode';
import { ALL_COMMANDS } from '../../extension/commands/allCommands.ts';

/** The parts of package.json that are made here. */
export interface Manifest {
  readonly contributes: {
    commands: unknown;
    menus: Record<string, unknown>;
    keybindings: unknown;
  };
}

const CATEGORY = 'Queueside';
const TITLE = /^command\./;

export { ALL_COMMANDS, window };

/** Puts commands, menus and key bindings into what package.json says. */
export function putCommands<T extends Manifest>(manifest: T): T {
  const { contributes } = manifest;
  return {
    ...manifest,
    contributes: {
      ...contributes,
      commands: listCommands(),
      menus: { ...contributes.menus, ...listMenus() },
      keybindings: listKeyBindings(),
    },
  };
}

/** Puts the titles of the commands before the other texts of package.nls.json. */
export function putTitles(texts: Readonly<Record<string, string>>): Record<string, string> {
  const titles = ALL_COMMANDS.map(([name, { title }]) => [`command.${name}`, title]);
  const others = Object.entries(texts).filter(([key]) => !TITLE.test(key));
  return Object.fromEntries([...titles, ...others]);
}

/** The file with the id of every command, for code that runs one. */
export function printCommandIds(): string {
  const rows = ALL_COMMANDS.map(([name]) => `  ${name}: 'queueside.${name}',`);
  return [
    '/** Every command; `npm run manifest` writes this file from the tables of the subjects. */',
    'export const COMMANDS = {',
    ...rows,
    '} as const;',
    '',
    'export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];',
    '',
  ].join('\n');
}

function listCommands(): unknown[] {
  return ALL_COMMANDS.map(([name, { icon, enabled }]) => ({
    command: `queueside.${name}`,
    title: `%command.${name}%`,
    category: CATEGORY,
    ...(icon === undefined ? {} : { icon: `$(${icon})` }),
    ...(enabled.when === undefined ? {} : { enablement: enabled.when }),
  }));
}

function listMenus(): Record<string, unknown[]> {
  const menus: Record<string, unknown[]> = { commandPalette: [], 'view/title': [], 'view/item/context': [] };
  for (const [name, { palette, menus: places }] of ALL_COMMANDS) {
    const command = `queueside.${name}`;
    if (palette !== undefined) menus.commandPalette?.push({ command, when: String(palette) });
    for (const { menu, when, group } of places ?? []) menus[menu]?.push({ command, when, group });
  }
  return menus;
}

function listKeyBindings(): unknown[] {
  return ALL_COMMANDS.flatMap(([name, { keys }]) =>
    (keys ?? []).map((binding) => ({ command: `queueside.${name}`, ...binding })),
  );
}
