import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import {
  FINDING_ROW,
  IN_FINDINGS,
  ONE_ROW,
  QUEUE_ROW,
  RUNNING,
  has,
  inSubmenu,
  inTitle,
  onRow,
} from '../ground/whenClauses.ts';
import { clearFindingsCommand } from './clearFindings.ts';
import { dismissFindingCommand } from './dismissFinding.ts';
import { fixFinding } from './fixFinding.ts';
import { openFinding } from './openFinding.ts';
import { showFindings } from './showFindings.ts';
import { testIdempotence } from './testIdempotence.ts';

export const FINDING_COMMANDS = {
  showFindings: {
    title: 'Show Findings',
    icon: 'warning',
    enabled: ALWAYS,
    menus: [inSubmenu('tests', '3_findings@1')],
    run: showFindings,
  },
  openFinding: {
    title: 'Open Finding…',
    icon: 'go-to-file',
    enabled: ALWAYS,
    menus: [onRow('1_finding@1', FINDING_ROW)],
    run: openFinding,
  },
  fixFinding: {
    title: 'Fix Finding…',
    icon: 'lightbulb',
    enabled: ALWAYS,
    menus: [
      onRow('inline@1', FINDING_ROW, has('fixable')),
      onRow('1_finding@2', FINDING_ROW, has('fixable')),
    ],
    run: fixFinding,
  },
  dismissFinding: {
    title: 'Dismiss Finding…',
    icon: 'close',
    enabled: ALWAYS,
    menus: [onRow('inline@2', FINDING_ROW), onRow('1_finding@3', FINDING_ROW)],
    run: dismissFindingCommand,
  },
  clearFindings: {
    title: 'Clear Findings',
    icon: 'clear-all',
    enabled: ALWAYS,
    menus: [inTitle('navigation@1', IN_FINDINGS)],
    run: clearFindingsCommand,
  },
  testIdempotence: {
    title: 'Test Consumer Idempotence…',
    icon: 'verified',
    enabled: ALWAYS,
    menus: [
      inSubmenu('tests', '2_programs@2', RUNNING),
      inSubmenu('queueTests', '1_tests@3', QUEUE_ROW, can('peek', 'idempotence'), ONE_ROW),
    ],
    run: testIdempotence,
  },
} satisfies CommandTable<never>;
