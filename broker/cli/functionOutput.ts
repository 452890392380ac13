import * as l10n from '@vscode/l10n';
import type { EnvironmentChange } from '../functionRunner/functionRunner.ts';
import type { OutputStream } from '../programs/program.ts';
import { describeProgramEnd } from '../programs/programTexts.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import { LineSink } from './lineSink.ts';

/** What `queueside function run` prints: text, or a line of JSON for each thing that happens. */
export class FunctionOutput {
  private readonly output = new LineSink(process.stdout);
  private readonly notes = new LineSink(process.stderr);
  private readonly isJson: boolean;

  constructor(isJson: boolean) {
    this.isJson = isJson;
  }

  /** The functions can be invoked. */
  ready(functions: readonly string[]): void {
    if (this.isJson) this.write('ready', { functions });
    else this.notes.write(l10n.t('Ready: {0}', functions.join(', ')));
  }

  line(environment: string, line: string, stream: OutputStream): void {
    if (this.isJson) this.write('line', { environment, stream, line });
    else (stream === 'stdout' ? this.output : this.notes).write(`${environment} | ${line}`);
  }

  invoked(reports: readonly InvocationReport[]): void {
    if (this.isJson) this.output.writeAll(reports.map((report) => toJson('invoked', report)));
    else this.notes.writeAll(reports.map(describeInvocation));
  }

  changed({ environmentName: environment, processId, end, failure }: EnvironmentChange): void {
    if (this.isJson) {
      if (failure !== undefined) this.write('failed', { environment, reason: failure });
      else if (end !== undefined) this.write('ended', { environment, code: end.code, signal: end.signal });
      else this.write('started', { environment, processId });
      return;
    }
    if (processId !== undefined) {
      this.notes.write(l10n.t('{0}: started, process ID {1}', environment, processId));
    }
    if (end !== undefined) {
      this.notes.write(l10n.t('{0}: ended with {1}', environment, describeProgramEnd(end)));
    }
    if (failure !== undefined) this.notes.write(`${environment}: ${failure}`);
  }

  /** @param subject the name of a function; absent: it is about all of them */
  note(text: string, subject?: string): void {
    if (this.isJson) this.write('note', { ...(subject === undefined ? {} : { function: subject }), text });
    else this.notes.write(subject === undefined ? text : `${subject}: ${text}`);
  }

  private write(event: string, members: object): void {
    this.output.write(toJson(event, members));
  }
}

function toJson(event: string, members: object): string {
  return JSON.stringify({ event, ...members });
}

function describeInvocation(report: InvocationReport): string {
  const { environment, outcome, requestId, initMs } = report;
  const duration = report.durationMs.toFixed(2);
  return initMs === undefined
    ? l10n.t('{0}: {1} after {2} ms, request {3}', environment, outcome, duration, requestId)
    : l10n.t(
        '{0}: {1} after {2} ms and a start of {3} ms, request {4}',
        environment,
        outcome,
        duration,
        initMs.toFixed(2),
        requestId,
      );
}
