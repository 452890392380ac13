import * as l10n from '@vscode/l10n';

/** What a window says of a process of ours that serves queues. Functions: the language is known late. */
export interface ServerTexts {
  /** In the log, which is English. */
  readonly logName: string;
  hasBeenStopped(): string;
  wasStopped(): string;
  /** Of requests. */
  isNotConnected(): string;
  wasLost(): string;
  startsElsewhere(): string;
  isNotReady(seconds: number): string;
  printedLine(line: string): string;
  ended(how: string): string;
  /** Its protocol is another one. */
  speaksVersion(its: string, ours: number): string;
  /** Its version is another one, and its process cannot be ended from here. */
  runsInContainer(pid: number): string;
}

export const BROKER_TEXTS: ServerTexts = {
  logName: 'Broker',
  hasBeenStopped: () => l10n.t('The broker has been stopped.'),
  wasStopped: () => l10n.t('The broker was stopped.'),
  isNotConnected: () => l10n.t('There is no connection to the broker.'),
  wasLost: () => l10n.t('The connection to the broker was lost.'),
  startsElsewhere: () => l10n.t('Another window is starting the broker and does not finish.'),
  isNotReady: (seconds) => l10n.t('The broker was not ready after {0} s.', seconds),
  printedLine: (line) => l10n.t('The broker printed an unexpected first line: {0}', line),
  ended: (how) => l10n.t('The broker ended with {0}.', how),
  speaksVersion: (its, ours) =>
    l10n.t('The broker speaks version {0} of the control protocol, this extension {1}.', its, ours),
  runsInContainer: (pid) =>
    l10n.t(
      'A broker of another version serves this workspace from another container (process {0} there). Stop it there, and try again.',
      pid,
    ),
};

/** @param name of the connection */
export function writeGatewayTexts(name: string): ServerTexts {
  return {
    logName: `Gateway of ${name}`,
    hasBeenStopped: () => l10n.t('The gateway of “{0}” has been stopped.', name),
    wasStopped: () => l10n.t('The gateway of “{0}” was stopped.', name),
    isNotConnected: () => l10n.t('The gateway of “{0}” is not running.', name),
    wasLost: () => l10n.t('The gateway of “{0}” ended.', name),
    startsElsewhere: () =>
      l10n.t('Another window is starting the gateway of “{0}” and does not finish.', name),
    isNotReady: (seconds) => l10n.t('The gateway of “{0}” was not ready after {1} s.', name, seconds),
    printedLine: (line) => l10n.t('The gateway of “{0}” printed an unexpected first line: {1}', name, line),
    ended: (how) => l10n.t('The gateway of “{0}” ended with {1}.', name, how),
    speaksVersion: (its, ours) =>
      l10n.t(
        'The gateway of “{0}” speaks version {1} of the control protocol, this extension {2}.',
        name,
        its,
        ours,
      ),
    runsInContainer: (pid) =>
      l10n.t(
        'A gateway of another version serves “{0}” from another container (process {1} there). Stop it there, and try again.',
        name,
        pid,
      ),
  };
}
