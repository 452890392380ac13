import { window } from 'vscode';
import { ALL_COMMANDS, CATEGORIES } from '../../extension/commands/allCommands.ts';
import { SUBMENUS } from '../../extension/ground/ids.ts';
import { SUBMENU_ROWS } from '../../extension/ground/submenus.ts';
import type { MenuPlace } from '../../extension/ground/commandTable.ts';
import type { SettingRow } from '../../extension/settings/settingKinds.ts';
import { SECTIONS, SETTINGS } from '../../extension/settings/allSettings.ts';
import { putSettings } from './docs/settingsPage.ts';

/** The parts of package.json that are made here. */
export interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: object };
  readonly contributes: {
    commands: unknown;
    submenus: unknown;
    menus: unknown;
    keybindings: unknown;
    configuration: unknown;
  };
}

const MADE_TEXT = /^(?:command|category|submenu|section|setting)\./;
const SUBMENU_LIST = Object.entries(SUBMENU_ROWS).map(
  ([name, row]) => [name as keyof typeof SUBMENUS, row] as const,
);
const SETTING_ROWS: readonly (readonly [key: string, row: SettingRow<unknown>])[] = Object.entries(SETTINGS);

export { ALL_COMMANDS, putSettings, window };

/** Puts commands, menus, key bindings and settings into what package.json says. */
export function putTables<T extends Manifest>(manifest: T): T {
  const { capabilities, contributes } = manifest;
  return {
    ...manifest,
    capabilities: {
      ...capabilities,
      untrustedWorkspaces: {
        ...capabilities.untrustedWorkspaces,
        restrictedConfigurations: SETTING_ROWS.filter(([, { needsTrust }]) => needsTrust).map(
          ([key]) => `queueside.${key}`,
        ),
      },
    },
    contributes: {
      ...contributes,
      commands: listCommands(),
      submenus: SUBMENU_LIST.map(([name]) => ({ id: SUBMENUS[name], label: `%submenu.${name}%` })),
      menus: listMenus(),
      keybindings: listKeyBindings(),
      configuration: describeSections(),
    },
  };
}

/** Puts the titles of the commands and what the settings do before the other texts of package.nls.json. */
export function putTexts(texts: Readonly<Record<string, string>>): Record<string, string> {
  const titles = ALL_COMMANDS.map(([name, { title }]) => [`command.${name}`, title]);
  const categories = Object.entries(CATEGORIES).map(([name, title]) => [`category.${name}`, title]);
  const submenus = SUBMENU_LIST.map(([name, { title }]) => [`submenu.${name}`, title]);
  const sections = Object.entries(SECTIONS).map(([name, { title }]) => [`section.${name}`, title]);
  const settings = SETTING_ROWS.flatMap(([key, { text, choices = {} }]) => [
    [`setting.${key}`, text],
    ...Object.entries(choices).map(([choice, meaning]) => [`setting.${key}.${choice}`, meaning]),
  ]);
  const others = Object.entries(texts).filter(([key]) => !MADE_TEXT.test(key));
  return Object.fromEntries([...titles, ...categories, ...submenus, ...sections, ...settings, ...others]);
}

/** The file with the id of every command, for code that runs one. */
export function printCommandIds(): string {
  const rows = ALL_COMMANDS.map(([name]) => `  '${name}',`);
  return [
    '// `npm run manifest` writes this file from the tables of the subjects.',
    '',
    '/** Every command, by what follows `queueside.` in its id: each start reads this, so no id is written out. */',
    'const NAMES = [',
    ...rows,
    '] as const;',
    '',
    'type CommandName = (typeof NAMES)[number];',
    '',
    'export type CommandId = `queueside.${CommandName}`;',
    '',
    'export const COMMANDS = Object.fromEntries(NAMES.map((name) => [name, `queueside.${name}`])) as {',
    '  readonly [Name in CommandName]: `queueside.${Name}`;',
    '};',
    '',
  ].join('\n');
}

function listCommands(): unknown[] {
  return ALL_COMMANDS.map(([name, { icon, enabled }, category]) => ({
    command: `queueside.${name}`,
    title: `%command.${name}%`,
    category: `%category.${category}%`,
    ...(icon === undefined ? {} : { icon: `$(${icon})` }),
    ...(enabled.when === undefined ? {} : { enablement: enabled.when }),
  }));
}

function listMenus(): Record<string, unknown[]> {
  const menus: Record<string, unknown[]> = { commandPalette: [], 'view/title': [], 'view/item/context': [] };
  for (const [name, { places }] of SUBMENU_LIST) put(menus, { submenu: SUBMENUS[name] }, places);
  for (const [name, { palette, menus: places = [] }] of ALL_COMMANDS) {
    const command = `queueside.${name}`;
    if (palette !== undefined) menus['commandPalette']?.push({ command, when: String(palette) });
    put(menus, { command }, places);
  }
  return menus;
}

function put(menus: Record<string, unknown[]>, entry: object, places: readonly MenuPlace[]): void {
  for (const { menu, when, group } of places)
    (menus[menu] ??= []).push({ ...entry, ...(when === undefined ? {} : { when }), group });
}

function listKeyBindings(): unknown[] {
  return ALL_COMMANDS.flatMap(([name, { keys }]) =>
    (keys ?? []).map((binding) => ({ command: `queueside.${name}`, ...binding })),
  );
}

function describeSections(): unknown[] {
  return Object.entries(SECTIONS).map(([name, { settings }], index) => ({
    id: `queueside.${name}`,
    title: `%section.${name}%`,
    order: index + 1,
    properties: describeSettings(Object.entries(settings)),
  }));
}

function describeSettings(rows: typeof SETTING_ROWS): Record<string, unknown> {
  return Object.fromEntries(
    rows.map(([key, row], index) => [
      `queueside.${key}`,
      {
        ...row.schema,
        default: row.default,
        scope: row.scope ?? 'window',
        order: index + 1,
        markdownDescription: `%setting.${key}%`,
        ...(row.choices === undefined
          ? {}
          : {
              markdownEnumDescriptions: Object.keys(row.choices).map(
                (choice) => `%setting.${key}.${choice}%`,
              ),
            }),
      },
    ]),
  );
}
