import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CompiledLoop } from '../../../broker/functionRunner/compiledLoop.ts';
import { startFunction } from '../../../broker/functionRunner/functionProgram.ts';
import type { Program } from '../../../broker/programs/program.ts';
import type { ProgramEnd } from '../../../broker/programs/programEnd.ts';
import { Programs } from '../../../broker/programs/programs.ts';
import type { FunctionDefinition } from '../../../broker/protocol/functionDefinition.ts';
import { pathWithNode } from '../process.mjs';
import { findProjectRoot } from '../project.mjs';
import { type EventOptions, type Outcome, type ReportedError, RuntimeApiServer } from './runtimeApiServer.ts';

export const LOG_STREAM = '2026/11/28/[$LATEST]0123456789abcdef0123456789abcdef';

export interface FunctionOptions extends Partial<Omit<FunctionDefinition, 'name'>> {
  /** Content by path, in a new folder; absent: `directory` is absolute. */
  readonly files?: Readonly<Record<string, string>>;
  /** Of a Runtime API that the test has opened itself; then only the process is used. */
  readonly runtimeApi?: string;
  /** Of the loop for Java; absent: the launcher compiles it. */
  readonly compiledLoop?: CompiledLoop;
  /** Changes to the environment of the tests. */
  readonly inherited?: NodeJS.ProcessEnv;
}

/** How a process or an invocation ended. */
export type End = Outcome | ({ readonly kind: 'exit' } & ProgramEnd);

/** A function whose process runs beside a Runtime API of its own. */
export class FunctionProcess {
  readonly lines: string[] = [];
  private readonly lineWaits: (() => void)[] = [];
  readonly folder: string;
  private readonly api: RuntimeApiServer;
  private readonly isTemporary: boolean;
  private started: Program | undefined;

  private constructor(api: RuntimeApiServer, folder: string, isTemporary: boolean) {
    this.api = api;
    this.folder = folder;
    this.isTemporary = isTemporary;
  }

  /** @throws if it could not be started */
  static async start(options: FunctionOptions): Promise<FunctionProcess> {
    const { files } = options;
    const folder = files === undefined ? tmpdir() : writeFiles(files);
    const api = await RuntimeApiServer.open();
    const process = new FunctionProcess(api, folder, files !== undefined);
    await process.run(options);
    return process;
  }

  get program(): Program {
    return this.started as Program;
  }

  /** What it wrote, once it is so many lines: they may arrive after the response. */
  async waitForLines(count: number): Promise<readonly string[]> {
    while (this.lines.length < count) await new Promise<void>((resolve) => this.lineWaits.push(resolve));
    return this.lines;
  }

  /** Sends an event, and resolves with the outcome, or with the end of the process. */
  async invoke(event: unknown, options?: EventOptions): Promise<End> {
    return Promise.race([this.api.invoke(event, options), this.waitForExit()]);
  }

  /** Sends an event whose outcome must be JSON. */
  async call(event: unknown, options?: EventOptions): Promise<unknown> {
    const end = await this.invoke(event, options);
    assert.equal(end.kind, 'response', JSON.stringify(end));
    return JSON.parse(end.body.toString()) as unknown;
  }

  /** Sends an event that must be answered by an error. */
  async fail(event: unknown, options?: EventOptions): Promise<ReportedError> {
    const end = await this.invoke(event, options);
    assert.equal(end.kind, 'error', JSON.stringify(end));
    return end.error;
  }

  /** Why it could not start, as it told the Runtime API. */
  async waitForInitError(): Promise<ReportedError> {
    const end = await Promise.race([this.api.initError, this.waitForExit()]);
    assert.ok('errorType' in end, `${JSON.stringify(end)} ${this.lines.join('\n')}`);
    return end;
  }

  async waitForExit(): Promise<End> {
    return { kind: 'exit', ...(await this.program.ended) };
  }

  /** Ends the connections that wait for nothing. */
  closeIdle(): void {
    this.api.closeIdle();
  }

  /** Ends the Runtime API under a process that runs. */
  closeApi(): void {
    this.api.close();
  }

  async close(): Promise<void> {
    this.started?.kill();
    await this.started?.ended;
    this.api.close();
    if (this.isTemporary) rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(options: FunctionOptions): Promise<void> {
    const { files: _, inherited, compiledLoop, runtimeApi = this.api.address, ...definition } = options;
    const started = await startFunction(
      {
        name: 'thumbnails',
        order: 'start',
        environment: 1,
        environmentName: 'thumbnails #1',
        credential: { accessKeyId: 'AKIDFUNCTION', secretAccessKey: 'secret' },
        definition: { name: 'thumbnails', runtime: 'provided.al2023', memory: 128, ...definition },
        folder: this.folder,
        runtimeApi,
        logStream: LOG_STREAM,
      },
      {
        ...(compiledLoop && { compiledLoop }),
        programs: new Programs(),
        folder: this.folder,
        inherited: { ...withoutOptions(), ...inherited },
        broker: { endpoint: 'http://127.0.0.1:9324', region: 'us-east-1' },
        loops: join(findProjectRoot(), 'dist', 'runtimes'),
        onLine: (line) => {
          this.lines.push(line);
          for (const check of this.lineWaits.splice(0)) check();
        },
      },
    );
    if (started.ok) this.started = started.program;
    else {
      await this.close();
      throw new Error(started.failure);
    }
  }
}

/** The environment of the tests, without what their runner sets for Node.js; `node` is the one that runs them. */
function withoutOptions(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...kept } = process.env;
  return { ...kept, PATH: pathWithNode() };
}

function writeFiles(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-function-')));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const mode = content.startsWith('#!') ? 0o755 : 0o644;
    writeFileSync(join(folder, path), content, { mode });
  }
  return folder;
}
