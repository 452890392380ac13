import { can } from '../connections/whenCapable.ts';
import type { CommandTable, Condition } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import {
  IN_FLIGHT_ROW,
  IN_TRACE,
  MESSAGE_ROW,
  ONE_ROW,
  QUEUE_ROW,
  has,
  inSubmenu,
  inTitle,
} from '../ground/whenClauses.ts';
import { TRACE_RUNS, type TraceRunsNeeds } from '../trace/conditions.ts';
import { exportMessages } from './exportMessages.ts';
import { exportTraceMessages, type TraceNeeds } from './exportTraceMessages.ts';
import { importMessages } from './importMessages.ts';

const TRACE_IS_SHOWN: Condition<TraceNeeds & TraceRunsNeeds> = {
  when: `${CONTEXTS.savedTrace} || ${CONTEXTS.traceRuns}`,
  findMissing: (services) => (services.trace.saved ? undefined : TRACE_RUNS.findMissing(services)),
};

export const EXPORT_IMPORT_COMMANDS = {
  exportMessages: {
    title: 'Export Messages…',
    icon: 'desktop-download',
    enabled: ALWAYS,
    menus: [
      inSubmenu('queueTransfer', '2_files@1', QUEUE_ROW, can('peek'), has('nonempty'), ONE_ROW),
      inSubmenu('messageSend', '2_file@1', MESSAGE_ROW, can('peek')),
      inSubmenu('messageSend', '2_file@1', IN_FLIGHT_ROW),
    ],
    run: exportMessages,
  },
  importMessages: {
    title: 'Import Messages…',
    icon: 'cloud-upload',
    enabled: ALWAYS,
    menus: [inSubmenu('queueTransfer', '2_files@2', QUEUE_ROW, can('sendBatch'), ONE_ROW)],
    run: importMessages,
  },
} satisfies CommandTable<never>;

export const TRACE_EXPORT_COMMANDS = {
  exportTraceMessages: {
    title: 'Export Trace Messages…',
    icon: 'desktop-download',
    enabled: TRACE_IS_SHOWN,
    menus: [inTitle('1_export@1', IN_TRACE)],
    run: exportTraceMessages,
  },
} satisfies CommandTable<never>;
