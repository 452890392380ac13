import type { MenuItem } from './menuItem.ts';
import { type Context, readWhen } from './whenClause.ts';

/** The part of the manifest that is read here. */
export interface RowMenus {
  readonly contributes: { readonly menus: Readonly<Record<string, readonly MenuItem[]>> };
}

/**
 * The commands that the menu of a row of the Queues view has, by the manifest, also in menus within it.
 * @param manifest package.json
 * @param contextValue of the row
 */
export function listOffered({ contributes: { menus } }: RowMenus, contextValue: string): string[] {
  const context = { view: 'queueside.queues', viewItem: contextValue };
  const offered = listCommands(menus, 'view/item/context', context);
  return [...new Set(offered.map((command) => command.replace(/^queueside\./, '')))].toSorted();
}

function listCommands(
  menus: Readonly<Record<string, readonly MenuItem[]>>,
  menu: string,
  context: Context,
): string[] {
  const items = (menus[menu] ?? []).filter(({ when }) => readWhen(when).holds(context));
  return items.flatMap(({ command, submenu }) =>
    submenu === undefined ? [command ?? ''] : listCommands(menus, submenu, context),
  );
}
