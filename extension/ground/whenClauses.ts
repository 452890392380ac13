import type { MenuPlace } from './commandTable.ts';
import { CONTEXTS, SUBMENUS, VIEWS } from './ids.ts';

/** Clauses of `when` that menus of several subjects are made of. */
export const RUNNING = `${CONTEXTS.brokerState} == running`;
export const NOT_RUNNING = `${CONTEXTS.brokerState} != running`;
export const IN_QUEUES = `view == ${VIEWS.queues}`;
export const IN_CONSUMERS = `view == ${VIEWS.consumers}`;
export const IN_FLIGHT = `view == ${VIEWS.inFlight}`;
export const IN_TRACE = `view == ${VIEWS.trace}`;
export const IN_FINDINGS = `view == ${VIEWS.findings}`;
export const QUEUE_ROW = all(IN_QUEUES, String.raw`viewItem =~ /^queue\b/`);
export const CONNECTION_ROW = all(IN_QUEUES, String.raw`viewItem =~ /^connection\b/`);
export const PROBLEM_ROW = all(IN_QUEUES, String.raw`viewItem =~ /^problem\b/`);
export const ATTRIBUTE_ROW = all(IN_QUEUES, String.raw`viewItem =~ /^attribute\b/`);
export const ATTRIBUTES_ROW = all(IN_QUEUES, String.raw`viewItem =~ /^attributes\b/`);
export const ALARM_ROW = all(IN_QUEUES, String.raw`viewItem =~ /^alarm\b/`);
export const MESSAGE_ROW = all(IN_QUEUES, String.raw`viewItem =~ /^message\b/`);
export const IN_FLIGHT_ROW = all(IN_FLIGHT, 'viewItem == inFlight');
/** Of a program that calls the endpoint of a connection. */
export const IN_FLIGHT_ELSEWHERE_ROW = all(IN_FLIGHT, 'viewItem == inFlightElsewhere');
export const POOL_ROW = all(IN_CONSUMERS, String.raw`viewItem =~ /^pool\b/`);
export const FUNCTION_ROW = all(IN_CONSUMERS, String.raw`viewItem =~ /^function\b/`);
export const FINDING_ROW = all(IN_FINDINGS, 'viewItem =~ /^finding/');
/** The command is about one row, so it is not offered for several. */
export const ONE_ROW = '!listMultiSelection';
export const ONE_OR_TWO_ROWS = '(!listMultiSelection || listDoubleSelection)';

export function all(...clauses: readonly string[]): string {
  return clauses.join(' && ');
}

export function not(context: string): string {
  return `!${context}`;
}

/**
 * Keys of the Queues view, by the kind of the selected rows: VS Code passes keys no row. Queues are what they are about until
 * the extension has said otherwise, so that a key right after a click works.
 */
export function onSelected(kind: 'queue' | 'message' | 'attribute'): string {
  const { selectedKind } = CONTEXTS;
  const isKind =
    kind === 'queue'
      ? `${selectedKind} != message && ${selectedKind} != attribute`
      : `${selectedKind} == ${kind}`;
  return all(`focusedView == ${VIEWS.queues}`, isKind, '!inputFocus');
}

/** Whether the row's context value has this word behind its first one; the word may be a pattern. */
export function has(word: string): string {
  return `viewItem =~ /;${word}/`;
}

export function lacks(word: string): string {
  return `!(${has(word)})`;
}

/** A place in the title of a view. */
export function inTitle(group: string, ...clauses: readonly string[]): MenuPlace {
  return { menu: 'view/title', when: all(...clauses), group };
}

/** A place in a menu within menus. */
export function inSubmenu(
  name: keyof typeof SUBMENUS,
  group: string,
  ...clauses: readonly string[]
): MenuPlace {
  return { menu: SUBMENUS[name], when: clauses.length === 0 ? undefined : all(...clauses), group };
}

/** A place in the menu of a row, or beside it (`inline`). */
export function onRow(group: string, ...clauses: readonly string[]): MenuPlace {
  return { menu: 'view/item/context', when: all(...clauses), group };
}
