interface MenuItem {
  readonly command: string;
  readonly when: string;
}

/** The part of the manifest that is read here. */
export interface RowMenus {
  readonly contributes: { readonly menus: { readonly 'view/item/context': readonly MenuItem[] } };
}

/**
 * The commands that the menu of a row of the Queues view has, by the manifest.
 * @param manifest package.json
 * @param contextValue of the row
 */
export function listOffered({ contributes }: RowMenus, contextValue: string): string[] {
  const items = contributes.menus['view/item/context'];
  const offered = items.filter(({ when }) =>
    when.split(' && ').every((clause) => holds(clause, contextValue)),
  );
  return [...new Set(offered.map(({ command }) => command.replace(/^queueside\./, '')))].toSorted();
}

/** The clauses that the tables of commands are made of; another one is a mistake of the test. */
function holds(clause: string, contextValue: string): boolean {
  const [, not, pattern] = /^(!?)\(?viewItem =~ \/(.*?)\/\)?$/.exec(clause) ?? [];
  if (pattern !== undefined) return new RegExp(pattern).test(contextValue) === (not === '');
  const [, key, value] = /^(view|viewItem) == (\S+)$/.exec(clause) ?? [];
  if (key === 'view') return value === 'queueside.queues';
  if (key === 'viewItem') return value === contextValue;
  if (clause === '!listMultiSelection') return true;
  throw new Error(`An unknown clause: ${clause}`);
}
