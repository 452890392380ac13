import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { COMMANDS } from '../../../extension/ground/commandIds.ts';
import { findLargestLevel } from '../../support/menus/largestLevel.ts';
import type { MenuItem } from '../../support/menus/menuItem.ts';
import { readWhen } from '../../support/menus/whenClause.ts';

/** What a user can take in at a glance. */
const MOST_ENTRIES = 9;
/** As the guidelines of VS Code want it on a row. In a title, a fourth leaves one letter of the name of a narrow view. */
const MOST_ICONS: Readonly<Record<string, number>> = { 'view/item/context': 3, 'view/title': 3 };

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly icon?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly submenus: readonly { readonly id: string }[];
  };
};
const MENUS = Object.entries(contributes.menus).filter(([name]) => name !== 'commandPalette');

describe('the menus', () => {
  for (const [name, items] of MENUS) {
    it(`have at most ${MOST_ENTRIES} entries on a level, whatever is true: ${name}`, () => {
      const { entries, context } = findLargestLevel(items, false);
      assert.ok(entries.length > 0);
      assert.ok(entries.length <= MOST_ENTRIES, `${entries.join(', ')}\n${JSON.stringify(context)}`);
    });

    const mostIcons = MOST_ICONS[name] ?? 0;
    it(`have at most ${mostIcons} icons: ${name}`, () => {
      const { entries, context } = findLargestLevel(items, true);
      assert.ok(entries.length <= mostIcons, `${entries.join(', ')}\n${JSON.stringify(context)}`);
    });
  }

  it('have menus within them that exist, and each of those has a place and entries', () => {
    const placed = new Set(MENUS.flatMap(([, items]) => items.flatMap(({ submenu }) => submenu ?? [])));
    const declared = contributes.submenus.map(({ id }) => id);
    assert.deepEqual([...placed].toSorted(), declared.toSorted());
    for (const id of declared) assert.ok((contributes.menus[id] ?? []).length > 0, id);
  });

  it('have a menu within them once: VS Code leaves out the second place', () => {
    for (const [name, items] of MENUS) {
      const submenus = items.flatMap(({ submenu }) => submenu ?? []);
      assert.deepEqual(submenus, [...new Set(submenus)], name);
    }
  });

  it('have no entry twice on a level', () => {
    for (const [name, items] of MENUS)
      for (const beside of [false, true]) {
        const { entries, context } = findLargestLevel(items, beside);
        assert.equal(
          new Set(entries).size,
          entries.length,
          `${name}: ${entries.join(', ')} ${JSON.stringify(context)}`,
        );
      }
  });

  it('show icons only of commands that have one', () => {
    const icons = new Set(contributes.commands.flatMap(({ command, icon }) => (icon ? command : [])));
    const shown = MENUS.flatMap(([, items]) => items).filter(({ group }) =>
      /^(?:inline|navigation)/.test(group ?? ''),
    );
    assert.ok(shown.length > 0);
    for (const { command } of shown) assert.ok(command !== undefined && icons.has(command), command);
  });

  it('put what destroys last', () => {
    const rows = contributes.menus['view/item/context'] ?? [];
    for (const command of [COMMANDS.deleteQueue, COMMANDS.purgeQueue]) {
      const groups = rows.filter((row) => row.command === command).map(({ group }) => group);
      assert.ok(groups.length === 1 && groups.every((group) => group?.startsWith('9_')), command);
    }
  });

  describe('are counted', () => {
    const count = (clauses: readonly string[], beside = false): number =>
      findLargestLevel(
        clauses.map((when, index) => ({ command: `c${index}`, when, group: beside ? 'inline@1' : '1_x@1' })),
        beside,
      ).entries.length;

    for (const [what, clauses, expected] of [
      ['all that can be true together', ['a', 'b && c', 'x == 1'], 3],
      ['nothing that excludes another', ['a', '!a'], 1],
      ['one view at a time', ['view == q', 'view == q', 'view == t'], 2],
      ['what holds in every other state', ['state != running', 'state == stopped', 'state == running'], 2],
      [
        'one row at a time',
        ['viewItem =~ /^queue\\b/', 'viewItem =~ /^message\\b/', 'viewItem == arrival'],
        1,
      ],
      [
        'rows with or without a word',
        ['viewItem =~ /^queue\\b/ && viewItem =~ /;dlq/', 'viewItem =~ /^queue\\b/ && !(viewItem =~ /;dlq/)'],
        1,
      ],
      [
        'rows with each of some words',
        [
          'viewItem =~ /^m/ && viewItem =~ /;(inFlight|delayed)/',
          'viewItem =~ /^m/ && viewItem =~ /;canPeek\\b/',
        ],
        2,
      ],
    ] as const) {
      it(`by ${what}`, () => assert.equal(count(clauses), expected));
    }

    it('apart from icons', () => {
      assert.equal(count(['a', 'b'], true), 2);
      assert.equal(findLargestLevel([{ command: 'c', group: 'navigation@1' }], false).entries.length, 0);
    });
  });

  it('are read as VS Code reads them', () => {
    const context = { a: true, view: 'q', viewItem: 'queue;dlq' };
    for (const [clause, expected] of [
      ['a && view == q', true],
      ['!a || view != q', false],
      ['b || (a && !(viewItem =~ /;canSend\\b/))', true],
      ['!(a && b)', true],
      [undefined, true],
    ] as const)
      assert.equal(readWhen(clause).holds(context), expected, clause);
    assert.throws(() => readWhen('a && (b'));
    assert.throws(() => readWhen('a in b'));
  });
});
