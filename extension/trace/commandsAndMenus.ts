import { can } from '../connections/whenCapable.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { ALWAYS } from '../ground/conditions.ts';
import { CONTEXTS } from '../ground/ids.ts';
import {
  IN_FLIGHT_ELSEWHERE_ROW,
  IN_FLIGHT_ROW,
  IN_TRACE,
  MESSAGE_ROW,
  ONE_ROW,
  QUEUE_ROW,
  RUNNING,
  inSubmenu,
  inTitle,
  not,
  onRow,
} from '../ground/whenClauses.ts';
import { chooseTraceSource } from './chooseTraceSource.ts';
import { TRACE_RUNS } from './conditions.ts';
import type { openSavedTrace } from './openSavedTrace.ts';
import { openTrace } from './openTrace.ts';
import type { replayTrace } from './replayTrace.ts';
import type { saveTrace } from './saveTrace.ts';
import { showMessageInTrace } from './showMessageInTrace.ts';
import { clearTrace } from './clearTrace.ts';

/** What is done with files of traces is loaded when it is needed. */
type FileNeeds = Parameters<typeof replayTrace>[0] & {
  readonly loadPages: () => {
    readonly openSavedTrace: typeof openSavedTrace;
    readonly replayTrace: typeof replayTrace;
    readonly saveTrace: typeof saveTrace;
  };
};

export const TRACE_COMMANDS = {
  openTrace: {
    title: 'Open Trace',
    icon: 'pulse',
    enabled: ALWAYS,
    menus: [
      // A fourth icon leaves no room for the name of the view in a narrow side bar.
      inSubmenu('view', '0_trace@1', RUNNING),
      inSubmenu('queueMessages', '2_trace@1', QUEUE_ROW, can('trace'), ONE_ROW),
    ],
    run: openTrace,
  },
  clearTrace: {
    title: 'Clear Trace',
    icon: 'clear-all',
    enabled: TRACE_RUNS,
    menus: [inTitle('navigation@3', IN_TRACE, not(CONTEXTS.savedTrace))],
    run: clearTrace,
  },
  saveTrace: {
    title: 'Save Trace…',
    icon: 'save',
    enabled: TRACE_RUNS,
    menus: [inTitle('navigation@1', IN_TRACE, not(CONTEXTS.savedTrace))],
    run: (services: FileNeeds) => services.loadPages().saveTrace(services),
  },
  openSavedTrace: {
    title: 'Open Saved Trace…',
    icon: 'folder-opened',
    enabled: ALWAYS,
    menus: [inTitle('navigation@2', IN_TRACE)],
    run: (services: FileNeeds) => services.loadPages().openSavedTrace(services),
  },
  chooseTraceSource: {
    title: 'Choose Trace Source…',
    icon: 'cloud',
    enabled: ALWAYS,
    menus: [inTitle('1_source@1', IN_TRACE)],
    run: chooseTraceSource,
  },
  showMessageInTrace: {
    title: 'Show Message in Trace…',
    icon: 'pulse',
    enabled: ALWAYS,
    menus: [
      onRow('1_messages@2', MESSAGE_ROW, can('trace'), ONE_ROW),
      onRow('inline@2', IN_FLIGHT_ROW, ONE_ROW),
      onRow('1_messages@2', IN_FLIGHT_ROW, ONE_ROW),
      onRow('inline@2', IN_FLIGHT_ELSEWHERE_ROW, ONE_ROW),
      onRow('1_messages@2', IN_FLIGHT_ELSEWHERE_ROW, ONE_ROW),
    ],
    run: showMessageInTrace,
  },
  replayTrace: {
    title: 'Replay Trace…',
    icon: 'debug-rerun',
    enabled: ALWAYS,
    menus: [
      inTitle('navigation@1', IN_TRACE, CONTEXTS.savedTrace),
      inSubmenu('tests', '2_programs@3', RUNNING),
    ],
    run: (services: FileNeeds, target?: unknown) => services.loadPages().replayTrace(services, target),
  },
} satisfies CommandTable<never>;
