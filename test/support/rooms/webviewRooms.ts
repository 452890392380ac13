import { PREACT, panel, traceRoom, type Room } from './room.ts';

export const WEBVIEW_ROOMS: Readonly<Record<string, Room>> = {
  webview: panel('what extension and panels say to each other', { typesOf: ['broker/protocol'] }),
  'webview/shared': panel('what the panels share: controls, charts, colours, times', {
    imports: ['broker/protocol'],
    typesOf: ['webview/protocol.ts'],
    packages: [
      ...PREACT,
      '@codemirror/*',
      '@lezer/highlight',
      '@tanstack/virtual-core',
      '@vscode-elements/*',
      'jsonc-parser',
      'uplot*',
    ],
  }),
  'webview/composer': panel('the composer', {
    imports: ['broker/api', 'webview/shared'],
    typesOf: ['broker/protocol', 'webview/protocol.ts'],
    packages: [...PREACT, '@codemirror/*'],
  }),
  'webview/queueEditor': panel('the queue editor', {
    imports: ['broker/api', 'broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/queueEditorProtocol.ts'],
    packages: [...PREACT, '@codemirror/*'],
  }),
  'webview/trace/kinds': traceRoom('the trace: kinds of events, and the filter by them'),
  'webview/trace/log': traceRoom('the trace: the events that are kept, filtered, by message', ['kinds']),
  'webview/trace/lanes': traceRoom('the trace: the lanes of messages', ['kinds', 'log']),
  'webview/trace/message': traceRoom('the trace: the details of one message', ['kinds', 'lanes', 'log']),
  'webview/trace/events': traceRoom('the trace: the list of events', ['kinds', 'lanes', 'message']),
  'webview/trace/consumers': traceRoom('the trace: the lanes of consumers', ['lanes', 'log']),
  'webview/trace/charts': traceRoom('the trace: depth, age and throughput', ['lanes', 'log']),
  'webview/trace/findings': traceRoom('the trace: the list of findings', ['lanes']),
  'webview/trace': panel('the panel of the trace, which its rooms make up', {
    imports: ['broker/protocol', 'webview/shared', 'webview/trace'],
    typesOf: ['webview/protocol.ts'],
  }),
  'webview/message': panel('the editor of a message', {
    imports: ['broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/messageProtocol.ts'],
  }),
  'webview/alarmForm': panel('the form of an alarm', {
    imports: ['broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/alarmFormProtocol.ts'],
  }),
  'webview/receive': panel('receiving as a consumer', {
    imports: ['broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/receiveProtocol.ts'],
  }),
  'webview/metrics': panel('metrics of queues over time', {
    imports: ['broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/metricsProtocol.ts'],
    packages: [...PREACT, 'uplot*'],
  }),
  'webview/scaling': panel('how a pool of workers scales, over time', {
    imports: ['broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/metricsProtocol.ts', 'webview/scalingProtocol.ts'],
    packages: [...PREACT, 'uplot*'],
  }),
  'webview/forecast': panel('what waits would be', {
    imports: ['broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/forecastProtocol.ts'],
  }),
  'webview/load': panel('the load test', {
    imports: ['broker/protocol', 'webview/shared'],
    typesOf: ['webview/protocol.ts', 'webview/loadProtocol.ts'],
  }),
};
